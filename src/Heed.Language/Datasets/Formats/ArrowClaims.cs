namespace Heed.Language.Datasets.Formats;

/// <summary>The lists in the metadata of Arrow's messages, which the library makes room for and follows without a look.</summary>
internal static class ArrowClaims
{
    private const int Struct = 16, Offset = 4, Deepest = 64;

    // An element takes a bit at least, before packing.
    private const long FewElements = 1 << 16, ElementsAByte = 256;

    // Of the union of headers in Message.fbs.
    private const byte Schema = 1, DictionaryBatch = 2, RecordBatch = 3;

    /// <summary>Rows of a batch, or elements of an array, that a file of so many bytes may hold.</summary>
    public static long Most(long fileBytes) => Math.Max(FewElements, fileBytes * ElementsAByte);

    /// <param name="bytes">Of the metadata.</param>
    /// <exception cref="InvalidDataException">A list has more elements than bytes, an array more than the file, or fields lie in each other without end.</exception>
    public static void CheckMessage(FlatTable message, int bytes, long fileBytes)
    {
        switch (message.Byte(1))
        {
            case Schema: CheckSchema(message.Table(2), bytes); break;
            case DictionaryBatch: CheckBatch(message.Table(2).Table(1), Most(fileBytes)); break;
            case RecordBatch: CheckBatch(message.Table(2), Most(fileBytes)); break;
        }
    }

    /// <param name="bytes">Of the buffer: more fields cannot be.</param>
    public static void CheckSchema(FlatTable schema, int bytes)
    {
        var left = bytes / Offset;
        CheckFields(schema, 1, 0, ref left);
    }

    /// <summary>A list of nodes, an array's length and how many are null each, and one of buffers.</summary>
    private static void CheckBatch(FlatTable batch, long most)
    {
        var (start, count) = batch.List(1, Struct);
        for (var i = 0; i < count; i++)
        {
            var length = batch.NumberAt(start + i * Struct);
            if (length < 0 || length > most) throw new InvalidDataException($"an array claims {length} elements");
        }
        batch.List(2, Struct);
    }

    private static void CheckFields(FlatTable parent, int list, int depth, ref int left)
    {
        var (start, count) = parent.List(list, Offset);
        if ((left -= count) < 0 || depth > Deepest) throw new InvalidDataException("its fields lie in each other without end");
        for (var i = 0; i < count; i++) CheckFields(parent.At(start + i * Offset), 5, depth + 1, ref left);
    }
}
