using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Datasets;
using Heed.Language.Texts;

namespace Heed.Feedback.Imports;

/// <summary>
/// People's preferences from files become comparisons and events. Which answer is first is decided by content, never by which was chosen, so that
/// the same two answers are one comparison whoever preferred what. Neither sides nor times are known.
/// </summary>
/// <param name="place">Recorded as where the preferences come from: a file's name.</param>
/// <param name="time">Recorded as when they were imported.</param>
public sealed class PreferenceImport(string place, DateTimeOffset time)
{
    /// <summary>Adds the comparisons and appends an event a preference. Returns the number of events.</summary>
    public async Task<int> RunAsync(IEnumerable<Preference> preferences, IEventLog log, CancellationToken cancellation = default)
    {
        var count = 0;
        foreach (var batch in preferences.Select((p, i) => Read(p, i)).Chunk(1000))
        {
            await log.AddItemsAsync([.. batch.Select(b => b.Item).DistinctBy(i => i.Id)], cancellation);
            await log.AppendAsync([.. batch.Select(b => b.Event)], cancellation);
            count += batch.Length;
        }
        return count;
    }

    /// <summary>The id that a prompt gets from its content.</summary>
    public static string PromptId(Conversation prompt) => Identity.Of([.. prompt.Messages.SelectMany(m => m.Parts())]);

    private (Comparison Item, FeedbackEvent Event) Read(Preference preference, int index)
    {
        var prompt = new Prompt(PromptId(preference.Prompt), preference.Prompt);
        Candidate chosen = new(preference.Chosen, place), rejected = new(preference.Rejected, place);
        var chosenFirst = string.CompareOrdinal(Identity.Of(prompt.Id, chosen.Text), Identity.Of(prompt.Id, rejected.Text)) < 0;
        var item = chosenFirst ? Comparison.Of(prompt, chosen, rejected) : Comparison.Of(prompt, rejected, chosen);
        var id = Identity.Of("imported", place, index.ToString(), preference.Id);
        return (item, new Answered(id, time, item.Id, preference.Rater, place, new ComparisonAnswer(chosenFirst ? Verdict.First : Verdict.Second)));
    }
}
