using System.Buffers.Binary;

namespace Heed.Language.Datasets.Formats;

/// <summary>
/// What a Parquet file claims, checked before the library believes it: the footer's form, rows and values against each other and the file's
/// length, and every page's header. The library reads on past the end of damaged structs, and takes memory for any number of rows.
/// </summary>
internal sealed class ParquetFraming
{
    private const int Begin = 4, Tail = 8, LongestPageHeader = 1 << 16, DeepestSchema = 64;
    private const long FewValues = 1 << 20, SmallPage = 1 << 24, Expansion = 256;

    private readonly FileStream _stream;
    private readonly string _file;
    private readonly long _end;
    private readonly HashSet<long> _pages = [0];

    private ParquetFraming(FileStream stream, string file, long end) => (_stream, _file, _end) = (stream, file, end);

    /// <summary>The file as the library may read it: it can go to the checked pages alone, and reading at the end is an error.</summary>
    /// <exception cref="InvalidDataException">Something is claimed that cannot be.</exception>
    public static Stream Check(FileStream stream, string file)
    {
        var footer = Footer(stream, file);
        var framing = new ParquetFraming(stream, file, stream.Length - Tail - footer.Length);
        var reader = new ThriftReader(footer);
        var metadata = reader.Read(ParquetForms.Footer);
        CheckSchema([.. metadata.Parts(2).Select(e => e.Number(5) ?? 0)]);
        foreach (var group in metadata.Parts(4)) framing.CheckGroup(group);
        stream.Position = 0;
        return new PlacedStream(stream, framing._pages);
    }

    private static byte[] Footer(FileStream stream, string file)
    {
        Span<byte> ends = stackalloc byte[Tail];
        var begins = DataStream.Read(stream, ends[..Begin], file) == Begin && ends.StartsWith("PAR1"u8);
        stream.Position = Math.Max(0, stream.Length - Tail);
        if (!begins || DataStream.Read(stream, ends, file) < Tail || !ends[4..].SequenceEqual("PAR1"u8)) throw new InvalidDataException("it does not begin and end with PAR1");
        var length = BinaryPrimitives.ReadInt32LittleEndian(ends);
        if (length < 1 || length > stream.Length - Tail - Begin) throw new InvalidDataException($"its footer claims {length} bytes in a file of {stream.Length}");
        var footer = new byte[length];
        stream.Position = stream.Length - Tail - length;
        DataStream.Read(stream, footer, file);
        return footer;
    }

    /// <summary>The elements are a tree in the order of reading, each with the number of its children.</summary>
    private static void CheckSchema(IReadOnlyList<long> children)
    {
        var open = new Stack<long>();
        foreach (var count in children)
        {
            if (count < 0 || count > children.Count) throw new InvalidDataException($"an element of its schema claims {count} children");
            while (open.TryPeek(out var left) && left == 0) open.Pop();
            if (open.Count > 0) open.Push(open.Pop() - 1);
            if (count > 0) open.Push(count);
            if (open.Count > DeepestSchema) throw new InvalidDataException($"its schema is deeper than {DeepestSchema}");
        }
        if (children.Count == 0 || open.Any(left => left > 0)) throw new InvalidDataException("its schema has fewer elements than it claims");
    }

    private void CheckGroup(ThriftStruct group)
    {
        var (rows, most) = (group.Number(3) ?? 0, Math.Max(FewValues, _stream.Length * Expansion));
        var columns = group.Parts(1).Select(c => c.Part(3) ?? throw new InvalidDataException("a column has no metadata")).ToList();
        var least = columns.Select(c => c.Number(5) ?? 0).DefaultIfEmpty(0).Min();
        if (rows < 0 || rows > least || rows > most) throw new InvalidDataException($"a row group claims {rows} rows, and a column {least} values, in a file of {_stream.Length} bytes");
        foreach (var column in columns) CheckColumn(column, most);
    }

    private void CheckColumn(ThriftStruct column, long most)
    {
        var values = column.Number(5) ?? 0;
        if (values > most) throw new InvalidDataException($"a column claims {values} values in a file of {_stream.Length} bytes");
        var at = new[] { column.Number(9), column.Number(10), column.Number(11) }.Where(place => place is not (null or 0)).Min() ?? 0;
        for (var found = 0L; found < values;)
        {
            if (at < Begin || at >= _end) throw new InvalidDataException($"a column claims {values} values; its pages hold {found}");
            var (page, data) = Page(at, (PageCodec)(column.Number(4) ?? 0), most);
            _pages.Add(at);
            found += page.Part(5)?.Number(1) ?? page.Part(8)?.Number(1) ?? 0;
            at = data + (page.Number(3) ?? 0);
        }
    }

    /// <summary>A page's header, checked, and where its data begin.</summary>
    private (ThriftStruct Header, long Data) Page(long at, PageCodec codec, long most)
    {
        var bytes = new byte[Math.Min(LongestPageHeader, _end - at)];
        _stream.Position = at;
        DataStream.Read(_stream, bytes, _file);
        var reader = new ThriftReader(bytes);
        var page = reader.Read(ParquetForms.PageHeader);
        var (data, packed, unpacked) = (at + reader.At, page.Number(3) ?? 0, page.Number(2) ?? 0);
        var largest = Math.Max(SmallPage, _stream.Length * Expansion);
        if (packed < 0 || packed > _end - data || unpacked < 0 || unpacked > largest) throw new InvalidDataException($"the page at byte {at} claims {packed} bytes, unpacked {unpacked}, of {_end - data} left");
        foreach (var header in new[] { page.Part(5), page.Part(7), page.Part(8) })
            if (header?.Number(1) is < 0 or > int.MaxValue || header?.Number(1) > most) throw new InvalidDataException($"the page at byte {at} claims {header.Number(1)} values");
        CheckUnpacked(at, page, codec, bytes.AsSpan(reader.At, (int)Math.Min(packed, bytes.Length - reader.At)), largest);
        return (page, data);
    }

    /// <summary>What the packed data say themselves; levels of the second kind of page come before them, not packed.</summary>
    private static void CheckUnpacked(long at, ThriftStruct page, PageCodec codec, ReadOnlySpan<byte> packed, long largest)
    {
        var second = page.Part(8);
        var levels = (second?.Number(5) ?? 0) + (second?.Number(6) ?? 0);
        if (levels < 0 || levels > page.Number(3)) throw new InvalidDataException($"the page at byte {at} claims levels of {levels} bytes in {page.Number(3)}");
        var claimed = second?.Number(7) == 0 ? 0 : PageCodecs.Claimed(codec, packed[(int)Math.Min(packed.Length, levels)..]);
        if (claimed > (ulong)largest) throw new InvalidDataException($"the page at byte {at} claims to unpack to {claimed} bytes");
    }
}
