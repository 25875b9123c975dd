using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Xunit;

namespace Heed.Language.Tests.Datasets.Formats;

/// <summary>Counts and places in the metadata of an Arrow file that cannot be are refused before memory is taken for them, or they are followed without end.</summary>
public sealed class ArrowClaimsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0x0D0D0D0D)]        // a count
    [InlineData(-0x80)]             // a place before
    [InlineData(0x7FFFFFFF)]
    public void Whatever_number_is_changed_the_file_is_read_or_refused_with_little_memory(int number)
    {
        RecordWriting.Write(_folder.File("a.arrow"), () => Enumerable.Range(0, 8).Select(i => new JsonObject { ["prompt"] = $"é {i}", ["tags"] = new JsonArray("a", "b") }));
        var whole = File.ReadAllBytes(_folder.File("a.arrow"));
        Assert.Equal(8, ArrowRecords.Read(_folder.File("a.arrow")).Count());
        for (var at = 0; at + 4 <= whole.Length; at += 4)
        {
            byte[] changed = [.. whole];
            BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), number);
            var file = _folder.Write("b.arrow", changed);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = ArrowRecords.Read(file).Count();
            }
            catch (DatasetException error)
            {
                Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 26, $"the number at byte {at}");
        }
    }

    [Fact]
    public void What_follows_the_last_message_and_is_too_short_for_one_is_refused()
    {
        RecordWriting.Write(_folder.File("a.arrow"), () => [new JsonObject { ["prompt"] = "a" }]);
        byte[] whole = File.ReadAllBytes(_folder.File("a.arrow")), end = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];
        Assert.Equal(end, whole[^8..]);
        var file = _folder.Write("b.arrow", [.. whole[..^8], 0, 0, 0, 0x38]);        // the library would make room for 900 MB
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("ends inside the message", Assert.Throws<DatasetException>(() => ArrowRecords.Read(file).Count()).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }
}
