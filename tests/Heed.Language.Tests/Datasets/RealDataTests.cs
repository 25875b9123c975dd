using Heed.Language.Datasets;
using Heed.Language.Datasets.Conversion;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Inspection;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Datasets;

/// <summary>
/// Data as people publish them, found in the data folder: each file is inspected, and what its records say is told from its keys by a second,
/// independent look. Where the folder holds none of it, there is no test.
/// </summary>
[Trait("Kind", "Golden")]
public sealed class RealDataTests : IDisposable
{
    private static readonly string[] Kinds = ["preferences", "verifiable", "text"];

    /// <summary>Published data hold empty answers: 6 % of PandaLM's pairs.</summary>
    private const double Allowed = 0.07;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Records => Found(ending => ending != ".txt");

    public static TheoryData<string> Texts => Found(ending => ending == ".txt");

    [Theory]
    [MemberData(nameof(Records))]
    public void A_published_file_is_recognised_for_what_its_keys_say(string file)
    {
        var report = DatasetInspection.Run(At(file), cancellation: TestContext.Current.CancellationToken);
        var inspected = Assert.Single(report.Files);
        Assert.Equal(Expected(First(file).Select(p => p.Key).ToHashSet()), inspected.Shape);
        Assert.Null(inspected.Problem);
        Assert.True(inspected.Bad <= Allowed * (inspected.Records + inspected.Bad), $"{inspected.Bad} of {inspected.Records} are bad: {string.Join("; ", report.Problems.Where(p => p.Bad).Select(p => p.Reason))}");
        Assert.True(inspected.Examples >= inspected.Records / 2);
        Assert.NotEmpty(report.Lengths);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_published_file_is_converted_to_all_that_says_no_more_and_read_back(string file)
    {
        var meaning = DatasetInspection.Run(At(file), cancellation: TestContext.Current.CancellationToken).Files[0].Meaning!.Value;
        var ranked = meaning != Meaning.Rankings || Dataset.Read<Preference>(At(file), new Quarantine(1)).Items.Count > 0;
        foreach (var (to, output) in Targets(meaning).Where(t => ranked || t.To == "messages"))
        {
            var result = DatasetConversion.Run(new ConversionOptions { Input = At(file), Output = _folder.File(output), To = to, QuarantineLimit = Allowed }, TestContext.Current.CancellationToken);
            var back = DatasetInspection.Run(result.Output, cancellation: TestContext.Current.CancellationToken).Files[0];
            Assert.Equal((to, result.Written, 0L), (back.Shape, back.Records, back.Bad));
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_published_text_is_inspected_by_blocks(string file)
    {
        var report = DatasetInspection.Run(At(file), unit: DocumentUnit.Block, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((Meaning.Texts, 0L), (report.Files[0].Meaning!.Value, report.Files[0].Bad));
        Assert.True(report.Files[0].Records > 0);
    }

    private static IEnumerable<(string To, string Out)> Targets(Meaning meaning) => meaning switch
    {
        Meaning.Preferences or Meaning.Rankings => [("preference", "a.jsonl"), ("implicit-preference", "a.parquet"), ("messages", "b.arrow")],
        Meaning.Thumbs => [("unpaired", "a.parquet"), ("sharegpt", "b.json.zst")],
        Meaning.Demonstrations => [("prompt-completion", "a.parquet"), ("prompt", "b.jsonl.gz")],
        Meaning.Texts => [("text", "a.csv")],
        _ => []
    };

    private static string Expected(HashSet<string> keys)
    {
        bool Has(params string[] names) => names.All(keys.Contains);
        return Has("instruction", "chosen", "rejected") ? "alpaca-preference"
            : Has("conversations", "chosen", "rejected") || Has("prompt", "chosen", "rejected") ? "preference"
            : Has("chosen", "rejected") ? "hh"
            : Has("instruction", "response1", "annotator1") ? "pandalm"
            : Has("prediction 1", "preference") ? "finegrained"
            : Has("messages", "label") ? "unpaired"
            : Has("message_tree_id", "prompt") || Has("message_id", "replies") ? "oasst"
            : Has("text", "role") ? "oasst-rows"
            : Has("instruction", "output") ? "alpaca"
            : Has("question", "answer") ? "prompt-completion"
            : Has("text") ? "text" : $"no expectation for {string.Join(", ", keys)}";
    }

    private static System.Text.Json.Nodes.JsonObject First(string file) => RecordFile.Read(At(file), new Quarantine(1)).First().Value;

    private static TheoryData<string> Found(Func<string, bool> ending)
    {
        var data = new TheoryData<string>();
        foreach (var kind in Kinds.Where(k => Golden.DataFolder is not null && Directory.Exists(Path.Combine(Golden.DataFolder, k))))
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Golden.DataFolder!, kind), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                if (DataFiles.EndingOf(file) is { } e && ending(e)) data.Add(Path.GetRelativePath(Golden.DataFolder!, file));
        if (data.Count == 0) data.Add(Golden.Absent);
        return data;
    }

    private static string At(string file)
    {
        Assert.SkipWhen(file == Golden.Absent, "the data folder holds no such file");
        return Path.Combine(Golden.DataFolder!, file);
    }
}
