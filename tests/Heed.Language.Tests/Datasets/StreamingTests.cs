using System.IO.Compression;
using System.Text;
using Heed.Language.Curation;
using Heed.Language.Datasets.Conversion;
using Heed.Language.Datasets.Inspection;
using Xunit;

namespace Heed.Language.Tests.Datasets;

/// <summary>Memory does not grow with the file.</summary>
[Collection(Alone.Name)]
public sealed class StreamingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>16 MB: all records at once would take several times as much.</summary>
    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    public void A_file_is_inspected_and_converted_without_being_held(string name) => HoldsLittle(name, megabytes: 16, bound: 12, "b.jsonl.zst", "b.parquet");

    [Theory]
    [Trait("Kind", "Long")]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    [InlineData("a.jsonl.gz")]
    public void A_file_of_some_hundred_megabytes_is_inspected_and_converted_without_being_held(string name) => HoldsLittle(name, megabytes: 300, bound: 48, "b.jsonl.zst");

    private void HoldsLittle(string name, int megabytes, int bound, params string[] outputs)
    {
        var file = Generated(name, megabytes);
        var inspected = 0L;
        InMemory(bound, "inspecting", () => inspected = DatasetInspection.Run(file, cancellation: TestContext.Current.CancellationToken).Files[0].Records);
        foreach (var output in outputs)
            InMemory(bound + 40, $"converting to {output}", () => Assert.Equal(inspected, DatasetConversion.Run(new ConversionOptions { Input = file, Output = _folder.File(output), To = "unpaired" }, TestContext.Current.CancellationToken).Written / 2));
        InMemory(bound, "preparing", () => DataPreparation.Run(new PreparationOptions { Input = file, Kind = DataKind.Preferences }, _folder.File("out"), TestContext.Current.CancellationToken));
        Assert.True(inspected > megabytes * 500);
    }

    /// <summary>What stays reachable while the work goes on, looked at by a timer, grows by no more than the bound.</summary>
    private static void InMemory(int megabytes, string what, Action work)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        using (new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)), null, 50, 200)) work();
        Assert.True(most - before < megabytes * 1_000_000L, $"{what} held {(most - before) / 1e6:F0} MB, more than {megabytes}");
    }

    private string Generated(string name, int megabytes)
    {
        var file = _folder.File(name);
        using var raw = File.Create(file);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionLevel.Fastest) : raw;
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16);
        var (csv, array) = (name.EndsWith(".csv", StringComparison.Ordinal), name.EndsWith(".json", StringComparison.Ordinal));
        writer.Write(csv ? "prompt,chosen,rejected\n" : array ? "[" : "");
        var filling = string.Concat(Enumerable.Repeat("lorem ipsum dolor sit amet ", 30));
        var written = 0L;
        for (var i = 0; written < megabytes * 1_000_000L; i++)
        {
            var line = csv ? $"question {i},\"{filling}, yes\",\"{filling}\n no {i}\"\n" : $"{(array && i > 0 ? ",\n" : "")}{{\"prompt\": \"question {i}\", \"chosen\": \"{filling} yes\", \"rejected\": \"{filling} no {i}\"}}{(array ? "" : "\n")}";
            writer.Write(line);
            written += line.Length;
        }
        if (array) writer.Write("]");
        return file;
    }
}
