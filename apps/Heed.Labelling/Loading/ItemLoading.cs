using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Feedback.Privacy;
using Heed.Feedback.Store;
using Heed.Labelling.Work;
using Heed.Runs;

namespace Heed.Labelling.Loading;

/// <summary>Items on their way into a project: several responses become pairs, personal data is marked, a model drafts where one is asked to.</summary>
internal sealed class ItemLoading(FeedbackStore store, LabellingOptions options, Drafting drafting)
{
    private const int ProblemsShown = 50;

    /// <summary>Adds items; returns how many were new.</summary>
    public async Task<int> AddAsync(string project, IEnumerable<QueuedItem> items)
    {
        items = items.Select(Marked);
        if (options.Drafts is null) return await store.Queue.AddAsync(project, items);
        var added = 0;
        foreach (var item in items) added += await store.Queue.AddAsync(project, [await drafting.WithDraftAsync(item)]);
        return added;
    }

    /// <summary>Adds the items of JSON lines that somebody sent, or none where a line is none.</summary>
    /// <param name="name">What the file is called.</param>
    /// <returns>How many were new, and what is wrong, line by line.</returns>
    public async Task<(int Added, IReadOnlyList<string> Problems)> AddLinesAsync(string project, Stream lines, string name, int pairs, CancellationToken cancellation)
    {
        var (items, problems, forms, number) = (new List<QueuedItem>(), new List<string>(), new ItemForms(null, null), 0);
        using var reader = new StreamReader(lines);
        while (await reader.ReadLineAsync(cancellation) is { } line && problems.Count < ProblemsShown)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                items.AddRange(Pairs(ItemFile.Parse(name, number, line, forms), number - 1, pairs, 1));
            }
            catch (Exception problem) when (problem is ItemFileException or RecipeException)
            {
                problems.Add(problem.Message);
            }
        }
        return problems.Count > 0 ? (0, problems) : (await AddAsync(project, items), problems);
    }

    /// <summary>Comparisons of an item's responses where there are more than two; the item itself where no pairs are wanted.</summary>
    public static IEnumerable<QueuedItem> Pairs(QueuedItem queued, int place, int pairs, ulong seed) => pairs > 0 && queued.Item is RankingItem ranking && queued.Known is null
        ? new CandidateSet(ranking.Prompt, ranking.Answers).Pairs(pairs, new SeededRandom(seed, "label/pairs", place)).Select(pair => new QueuedItem(pair)
        {
            Priority = queued.Priority,
            Score = queued.Score,
            Overlap = queued.Overlap,
            Group = queued.Group,
            Cohort = queued.Cohort,
            Warnings = queued.Warnings,
        })
        : [queued];

    /// <summary>An item whose texts hold personal data is marked so: veiled until asked for, and kept from raters who opted out.</summary>
    private static QueuedItem Marked(QueuedItem queued) =>
        !queued.Warnings.Contains(GuidelineEndpoints.PersonalData) && queued.Item.Prompt.Conversation.Messages.Select(m => m.Content).Concat(queued.Item.Candidates.Select(c => c.Text)).Any(t => PersonalData.Find(t).Count > 0)
            ? queued with { Warnings = [.. queued.Warnings, GuidelineEndpoints.PersonalData] } : queued;
}
