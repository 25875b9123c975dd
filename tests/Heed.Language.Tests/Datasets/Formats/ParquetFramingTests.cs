using System.Text.Json.Nodes;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Xunit;

namespace Heed.Language.Tests.Datasets.Formats;

/// <summary>Parquet files that claim what cannot be are refused before the library reads them: it would not come back, or take all memory.</summary>
public sealed class ParquetFramingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("15 FF", "ends inside a struct")]                                    // the version, a number that goes on where the footer ends
    [InlineData("15 FF FF FF FF FF FF 00 00", "does not end")]
    [InlineData("15 FF FF FF FF 7F 00", "more than 32 bits")]
    [InlineData("29 FC FF FF FF FF 07 00", "claims 2147483647 elements")]            // a list of schema elements
    [InlineData("29 4C 00", "claims 4 elements in 1 bytes")]
    [InlineData("68 FF FF FF FF 07 00", "2147483647 bytes are claimed")]             // the program that wrote it
    [InlineData("BC 15 02 00 00", "field 11 of FileMetaData is of type Struct")]     // unknown, and no value the library could pass over
    [InlineData("18 02 00 00", "expected a number of 32 bits")]                      // the version as bytes
    [InlineData("15 02 00", "fewer elements than it claims")]                        // no schema
    [InlineData("15 02 19 2C 48 01 61 15 02 00 48 01 62 15 02 00 00", "fewer elements")]   // a root of one child, which is another group
    [InlineData("15 02 19 1C 48 01 61 00 16 02 19 1C 36 FE FF FF FF FF FF FF FF FF 01 00 00", "claims 9223372036854775807 rows")]
    public void A_footer_that_cannot_be_is_refused(string footer, string because)
    {
        var bytes = Convert.FromHexString(footer.Replace(" ", "", StringComparison.Ordinal));
        var file = _folder.Write("a.parquet", [.. "PAR1"u8, .. bytes, .. BitConverter.GetBytes(bytes.Length), .. "PAR1"u8]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(because, Assert.Throws<DatasetException>(() => ParquetRecords.Read(file).Count()).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Whatever_byte_is_changed_the_file_is_read_or_refused()
    {
        RecordWriting.Write(_folder.File("a.parquet"), () => Enumerable.Range(0, 4).Select(i => new JsonObject { ["prompt"] = $"é {i}", ["tags"] = new JsonArray("a", "b") }));
        var whole = File.ReadAllBytes(_folder.File("a.parquet"));
        Assert.Equal(4, ParquetRecords.Read(_folder.File("a.parquet")).Count());
        for (var at = 4; at < whole.Length - 4; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0xFF;
            var file = _folder.Write("b.parquet", changed);
            try
            {
                Assert.InRange(ParquetRecords.Read(file).Count(), 1, 4);
            }
            catch (DatasetException error)
            {
                Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
            }
        }
    }
}
