using Heed.Language.Curation;
using Heed.Language.Datasets;
using Xunit;

namespace Heed.Language.Tests.Curation;

public sealed class PairPreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_prompt_is_on_one_side_only_and_duplicates_go()
    {
        var lines = from q in Enumerable.Range(0, 60)
                    from a in Enumerable.Range(0, 3)
                    select $$"""{"prompt": "Question {{q}}?\r\n", "chosen": "Yes {{a}}", "rejected": "No"}""";
        var data = Run(DataKind.Preferences, string.Join('\n', lines.Append(lines.First())));
        var (train, heldOut) = (Pairs(data.TrainFile), Pairs(data.HeldOutFile));
        Assert.Equal(180, train.Count + heldOut.Count);
        Assert.NotEmpty(heldOut);
        Assert.Empty(train.Select(p => p.Prompt).Intersect(heldOut.Select(p => p.Prompt)));
        Assert.Equal(1, data.Ledger.Dropped["duplicate"]);
        Assert.Equal("preference", data.Ledger.Files["a.jsonl"]);
        Assert.Equal(181, data.Ledger.Read);
    }

    [Fact]
    public void Answers_that_cleaning_makes_equal_are_dropped()
    {
        var lines = Enumerable.Range(0, 30).Select(i => $$"""{"prompt": "Q{{i}}", "chosen": "A", "rejected": "B"}""").Append("""{"prompt": "Q", "chosen": "caf\u00e9", "rejected": "cafe\u0301"}""");
        Assert.Equal(1, Run(DataKind.Preferences, string.Join('\n', lines)).Ledger.Dropped["equal_after_cleaning"]);
    }

    [Fact]
    public void Of_few_prompts_the_last_are_held_out()
    {
        var data = Run(DataKind.Demonstrations, string.Join('\n', Enumerable.Range(0, 10).Select(i => $$"""{"prompt": "Q{{i}}", "completion": "A"}""")));
        Assert.Equal("Q9", Assert.Single(Dataset.Read<Demonstration>(data.HeldOutFile, new Quarantine()).Items).Prompt.Messages[0].Content);
        Assert.Equal("tail", data.Ledger.Split);
    }

    private PreparedData Run(DataKind kind, string lines) =>
        DataPreparation.Run(new PreparationOptions { Input = _folder.Write("a.jsonl", lines), Kind = kind }, _folder.File("out"), TestContext.Current.CancellationToken);

    private static IReadOnlyList<Preference> Pairs(string file) => Dataset.Read<Preference>(file, new Quarantine()).Items;
}
