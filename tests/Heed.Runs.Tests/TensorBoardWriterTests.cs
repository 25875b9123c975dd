using System.Text;
using Heed.Runs.Events;
using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("events.tfevents");

    public void Dispose() => _folder.Dispose();

    /// <summary>RFC 3720, appendix B.4, and the check value of the catalogue of parametrised CRC algorithms for "123456789".</summary>
    [Fact]
    public void The_checksum_is_that_of_the_standard()
    {
        Assert.Equal(0xE3069283u, TensorRecord.Crc32C("123456789"u8));
        Assert.Equal(0x8A9136AAu, TensorRecord.Crc32C(new byte[32]));
        Assert.Equal(0x62A8AB43u, TensorRecord.Crc32C([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, TensorRecord.Crc32C([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    /// <summary>
    /// Hand-worked: wall_time (field 1, fixed64) 09, step (field 2, varint) 10 AC 02 for 300, summary (field 5) 2A with its length, value
    /// (field 1) 0A with its length, tag (field 1) 0A 01 'a', simple_value (field 2, fixed32) 15 and the bits of 1.5, 3FC00000.
    /// </summary>
    [Fact]
    public void An_event_is_laid_out_as_protocol_buffers_are()
    {
        var bytes = new EventMessage(0, 300, null, [new("a", 1.5f)]).ToBytes();
        Assert.Equal("09" + "0000000000000000" + "10AC02" + "2A0A" + "0A08" + "0A0161" + "150000C03F", Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_file_begins_with_its_version()
    {
        Write(_ => { });
        Assert.Contains("brain.Event:2", Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(File)));
    }

    [Fact]
    public void Scalars_come_back_as_they_were_written()
    {
        Write(w =>
        {
            w.Scalars(1, Values(("loss", 2.5), ("kl", 0.125)));
            w.Scalars(1L << 40, Values(("loss", double.NaN)));
        });
        Assert.Equal([(1, "loss", 2.5f), (1, "kl", 0.125f), (1L << 40, "loss", float.NaN)], TensorBoardWriter.Read(File));
    }

    [Fact]
    public void A_torn_last_record_is_cut_off_before_the_next()
    {
        Write(w => w.Scalars(1, Values(("loss", 1))));
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(file.Length - 3);
        Write(w => w.Scalars(2, Values(("loss", 2))));
        Assert.Equal([(2, "loss", 2f)], TensorBoardWriter.Read(File));
    }

    [Fact]
    public void A_damaged_record_ends_the_reading()
    {
        Write(w => { w.Scalars(1, Values(("loss", 1))); w.Scalars(2, Values(("loss", 2))); });
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[^6] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal([1L], TensorBoardWriter.Read(File).Select(e => e.Step));
    }

    [Fact]
    public void A_cut_keeps_what_stood_when_the_file_had_that_length()
    {
        Write(w =>
        {
            for (var step = 1; step <= 3; step++) w.Scalars(step, Values(("loss", step)));
            var length = w.Length;
            w.Scalars(4, Values(("loss", 4)));
            w.Cut(length);
            w.Scalars(4, Values(("loss", 40)));
        });
        Assert.Equal([1f, 2, 3, 40], TensorBoardWriter.Read(File).Select(e => e.Value));
    }

    [Fact]
    public void A_cut_to_nothing_leaves_a_file_that_begins_with_its_version()
    {
        Write(w => { w.Scalars(1, Values(("loss", 1))); w.Cut(0); });
        Assert.Empty(TensorBoardWriter.Read(File));
        Assert.Contains("brain.Event:2", Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(File)));
    }

    private void Write(Action<TensorBoardWriter> write)
    {
        using var writer = new TensorBoardWriter(File, new FixedClock());
        write(writer);
    }

    private static Dictionary<string, double> Values(params (string Name, double Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value);
}
