using Heed.Testing;
using Xunit;

namespace Heed.EndToEnd.Tests;

/// <summary>heed data inspect and convert, heed get: what a user sees.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Pairs() => _folder.Write("pairs.jsonl", """
        {"prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof, woof, woof."}
        {"prompt": "Dog?", "chosen": "Woof.", "rejected": "Woof."}
        {"prompt": "Cow?", "chosen": "Moo.", "rejected": "No."}

        """);

    [Fact]
    public void Inspecting_shows_a_table_a_histogram_and_where_the_problems_are()
    {
        var outcome = HeedProcess.Run("data", "inspect", Pairs());
        Assert.Equal(0, outcome.ExitCode);
        foreach (var part in new[] { "preference", "preferences", "chosen: 2, in characters: least 4", "████", "bad: 1 × both answers are equal", "pairs.jsonl:2" })
            Assert.Contains(part, outcome.Output, StringComparison.Ordinal);
        var json = HeedProcess.Run("data", "inspect", Pairs(), "--json").Json;
        Assert.Equal(("preference", "preferences", 2, 1), ((string)json["files"]![0]!["shape"]!, (string)json["files"]![0]!["meaning"]!, (int)json["files"]![0]!["records"]!, (int)json["files"]![0]!["bad"]!));
    }

    [Fact]
    public void Converting_writes_the_shape_asked_for_and_sets_bad_records_aside()
    {
        var outcome = HeedProcess.Run("data", "convert", Pairs(), "--to", "unpaired", "--out", _folder.File("thumbs.parquet"), "--quarantine-limit", "0.5", "--json");
        Assert.Equal((0, 3, 4, 1), (outcome.ExitCode, (int)outcome.Json["read"]!, (int)outcome.Json["written"]!, (int)outcome.Json["quarantined"]!));
        Assert.Equal("unpaired", (string)HeedProcess.Run("data", "inspect", _folder.File("thumbs.parquet"), "--json").Json["files"]![0]!["shape"]!);
        var refused = HeedProcess.Run("data", "convert", Pairs(), "--to", "stepwise", "--out", _folder.File("steps.jsonl"));
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("the answers are not judged step by step", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_address_of_a_repository_is_refused()
    {
        var refused = HeedProcess.Run("get", "owner/name", "--out", _folder.File("out"));
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("expected hf://owner/name[@revision]", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }
}
