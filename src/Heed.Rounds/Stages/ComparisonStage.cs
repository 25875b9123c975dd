using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Language.Texts;
using Heed.Rounds.Files;
using Heed.Rounds.Recipes;
using Heed.Runs;

namespace Heed.Rounds.Stages;

/// <summary>candidates.jsonl and raters → events: pairs are drawn, assigned, shown with sides randomised, and every judgement is recorded.</summary>
public static class ComparisonStage
{
    /// <param name="log">Where the events go; earlier events stay.</param>
    /// <param name="source">Name of the model that answered; raters never see it.</param>
    public static async Task<ComparisonResult> RunAsync(string candidates, string source, IReadOnlyList<IRater> raters, IEventLog log, ComparisonRecipe recipe, ulong seed, StageContext context)
    {
        var sets = JsonLines.Read<CandidateRecord>(candidates).Select(c => new CandidateSet(new Prompt(c.Id, c.Conversation()),
            [.. c.Answers.Select(a => new Candidate(a.Text, source, a.Ended))])).ToList();
        var items = sets.SelectMany((set, i) => set.Pairs(recipe.PairsPerPrompt, new SeededRandom(seed, "feedback/pairs", i))).DistinctBy(c => c.Id).ToList();
        var assignment = new BalancedAssignment { Overlap = Math.Min(recipe.VotesPerPair, raters.Count), Seed = seed };
        var earlier = await Given(log, context.Cancellation);
        var assigned = assignment.Assign([.. items.Select(i => i.Id)], [.. raters.Select(r => r.Name)], earlier);
        var session = new ComparisonSession(log, new SideRandomizer(seed), context.Clock, "heed feedback compare");
        var votes = await session.RunAsync(items, raters, assigned, context.Cancellation);
        return new ComparisonResult(items.Count, raters.Count, votes, earlier.Count);
    }

    private static async Task<List<Assigned>> Given(IEventLog log, CancellationToken cancellation)
    {
        var given = new List<Assigned>();
        await foreach (var recorded in log.ReadAsync(cancellation: cancellation))
            if (recorded.Event is (Answered or Skipped) and { Rater: { } rater, ItemId: { } item }) given.Add(new Assigned(item, rater));
        return given;
    }
}

/// <param name="Earlier">Answers that the log held already.</param>
public sealed record ComparisonResult(int Pairs, int Raters, int Votes, int Earlier);
