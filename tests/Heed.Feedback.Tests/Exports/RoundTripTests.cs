using System.Text.Json;
using Heed.Feedback.Answers;
using Heed.Feedback.Events;
using Heed.Feedback.Exports;
using Heed.Feedback.Imports;
using Heed.Feedback.Items;
using Heed.Language.Datasets;
using Heed.Language.Texts;
using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Exports;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static Prompt Prompt(int number) => new($"p{number}", Conversation.Ask($"Question {number}?"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pandalm")]
    [InlineData("argilla")]
    [InlineData("label-studio")]
    public async Task Single_votes_on_comparisons_come_back(string format)
    {
        var pairs = Enumerable.Range(0, 5).Select(i => Comparison.Of(Prompt(i), new Candidate($"good {i}", "m"), new Candidate($"bad {i}", "m"))).ToArray();
        AnsweredItem[] items = [.. pairs.Select((p, i) => Answered(p, Vote(p, "ann", Verdict.First), Vote(p, "bob", i % 2 == 0 ? Verdict.First : Verdict.Second)))];
        await ExportAsync(items, ExportShape.Pairs, format);
        var log = await ImportAsync("pairs.jsonl");
        var texts = (await log.ItemsAsync(Cancel).ListAsync()).Cast<Comparison>().ToDictionary(c => c.Id);
        var votes = ComparisonVote.Of((await log.ReadAsync(0, Cancel).ListAsync()).Select(r => r.Event));
        Assert.Equal(10, votes.Count);
        Assert.Equal(8, votes.Count(v => (v.Preferred == Preferred.First ? texts[v.ItemId].First : texts[v.ItemId].Second).Text.StartsWith("good", StringComparison.Ordinal)));
        Assert.Equal(2, votes.Select(v => v.Rater).Distinct().Count());
    }

    [Theory]
    [InlineData("oasst")]
    [InlineData("argilla")]
    public async Task Rankings_come_back_with_their_ties(string format)
    {
        var item = RankingItem.Of(Prompt(1), [new("a", "m"), new("b", "m"), new("c", "m")]);
        await ExportAsync([Answered(item, new Answered("1", FixedClock.Start, item.Id, "ann", "test", new RankingAnswer([2, 1, 2])))], ExportShape.Rankings, format);
        var log = await ImportAsync("rankings.jsonl");
        var read = (Answered)Assert.Single(await log.ReadAsync(0, Cancel).ListAsync()).Event;
        Assert.Equal([2, 1, 2], ((RankingAnswer)read.Answer).Ranks.Select(r => r!.Value));
    }

    [Fact]
    public async Task Thumbs_come_back_as_KTO_reads_them()
    {
        var item = ThumbItem.Of(Prompt(1), new Candidate("answer", "m"));
        Answered Thumb(string rater, bool up) => new(rater, FixedClock.Start, item.Id, rater, "test", new ThumbAnswer(up));
        await ExportAsync([Answered(item, Thumb("ann", false), Thumb("bob", false), Thumb("eve", true))], ExportShape.Thumbs, "kto");
        var log = await ImportAsync("thumbs.jsonl");
        Assert.False(((ThumbAnswer)((Answered)Assert.Single(await log.ReadAsync(0, Cancel).ListAsync()).Event).Answer).Up);
    }

    [Theory]
    [InlineData("trl")]
    [InlineData("hh")]
    public async Task Pairs_come_back_as_the_preference_reader_reads_them(string format)
    {
        var pair = Comparison.Of(Prompt(1), new Candidate("worse", "m"), new Candidate("better", "m"));
        await ExportAsync([Answered(pair, Vote(pair, "ann", Verdict.Second))], ExportShape.Pairs, format);
        var read = Assert.Single(Dataset.Read<Preference>(_folder.File("pairs.jsonl"), new Quarantine()).Items);
        Assert.Equal(("Question 1?", "better", "worse"), (read.Prompt.Messages[^1].Content, read.Chosen.Trim(), read.Rejected.Trim()));
    }

    [Fact]
    public async Task Demonstrations_and_corrections_come_back_as_the_demonstration_reader_reads_them()
    {
        var shown = DemonstrationItem.Of(Prompt(1), bothSides: true);
        var wrong = CorrectionItem.Of(Prompt(2), new Candidate("wrong", "m"));
        await ExportAsync([
            Answered(shown, new Answered("1", FixedClock.Start, shown.Id, "ann", "test", new DemonstrationAnswer([Message.FromAssistant("hi"), Message.FromUser("and?"), Message.FromAssistant("so")]))),
            Answered(wrong, new Answered("2", FixedClock.Start, wrong.Id, "ann", "test", new CorrectionAnswer("right"))),
        ], ExportShape.Demonstrations, "heed");
        var read = Dataset.Read<Demonstration>(_folder.File("demonstrations.jsonl"), new Quarantine()).Items;
        Assert.Equal([("so", 3), ("right", 1)], read.Select(d => (d.Completion, d.Prompt.Messages.Count)));
    }

    [Fact]
    public async Task Every_single_vote_is_beside_the_data_and_the_version_names_what_is_in_it()
    {
        var pair = Comparison.Of(Prompt(1), new Candidate("worse", "m"), new Candidate("better", "m"));
        var first = await ExportAsync([Answered(pair, Vote(pair, "ann", Verdict.Second))], ExportShape.Pairs, "heed");
        var again = await ExportAsync([Answered(pair, Vote(pair, "ann", Verdict.Second))], ExportShape.Pairs, "heed");
        var later = await ExportAsync([Answered(pair, Vote(pair, "ann", Verdict.Second), Vote(pair, "bob", Verdict.BothBad))], ExportShape.Pairs, "heed");
        Assert.Equal(first.Version, again.Version);
        Assert.NotEqual(first.Version, later.Version);
        Assert.Equal(["ann", "bob"], File.ReadLines(_folder.File("votes.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("rater").GetString()));
        Assert.Equal(0.25, JsonDocument.Parse(File.ReadLines(_folder.File("pairs.jsonl")).Single()).RootElement.GetProperty("first_better").GetDouble()); // (0 + ½) / 2
        Assert.Contains(later.Version, File.ReadAllText(_folder.File(Datasheet.FileName)));
    }

    [Fact]
    public async Task Answers_of_models_and_of_gold_items_are_left_out_and_counted()
    {
        var pair = Comparison.Of(Prompt(1), new Candidate("worse", "m"), new Candidate("better", "m"));
        var manifest = await ExportAsync([Answered(pair, Vote(pair, "ann", Verdict.First), Vote(pair, "gpt", Verdict.Second) with { Actor = ActorKind.Model },
            Vote(pair, "bob", Verdict.Second) with { Sampling = new Sampling(SamplingPolicy.Gold) })], ExportShape.Pairs, "heed");
        Assert.Equal(1, manifest.Answers);
        Assert.Equal(2, manifest.LeftOut.Values.Sum());
        Assert.Contains("Given by: people alone", File.ReadAllText(_folder.File(Datasheet.FileName)));
    }

    [Fact]
    public async Task An_unknown_format_is_refused_with_the_known_ones() =>
        Assert.Contains("kto", (await Assert.ThrowsAsync<EventLogException>(() => ExportAsync([], ExportShape.Thumbs, "parchment"))).Message);

    private Task<DatasetManifest> ExportAsync(AnsweredItem[] items, ExportShape shape, string format) =>
        new FeedbackExport(() => items.ToAsyncEnumerable(), new ExportOptions(shape, format), "test", 99).RunAsync(_folder.Path, Cancel);

    private async Task<MemoryEventLog> ImportAsync(string name)
    {
        var (log, quarantine, file) = (new MemoryEventLog(), new Quarantine(), _folder.File(name));
        await new FeedbackImport(log, FixedClock.Start).RunAsync(file, FeedbackImport.Recognise(file)!, quarantine, Cancel);
        Assert.Empty(quarantine.Records);
        return log;
    }

    private static Answered Vote(Comparison pair, string rater, Verdict verdict) => new($"{pair.Id}/{rater}", FixedClock.Start, pair.Id, rater, "test", new ComparisonAnswer(verdict));

    private static AnsweredItem Answered(FeedbackItem item, params Answered[] answers) => new(item, [.. answers.Select((a, i) => new RecordedAnswer(i + 1, a))]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
