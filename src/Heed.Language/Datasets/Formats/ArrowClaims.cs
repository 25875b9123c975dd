namespace Heed.Language.Datasets.Formats;

/// <summary>The lists in the metadata of Arrow's messages, which the library makes room for and follows without a look.</summary>
internal static class ArrowClaims
{
    private const int Struct = 16, Offset = 4, Deepest = 64;

    // Of the union of headers in Message.fbs.
    private const byte Schema = 1, DictionaryBatch = 2, RecordBatch = 3;

    /// <exception cref="InvalidDataException">A list has more elements than bytes, or fields lie in each other without end.</exception>
    public static void CheckMessage(FlatTable message, int bytes)
    {
        switch (message.Byte(1))
        {
            case Schema: CheckSchema(message.Table(2), bytes); break;
            case DictionaryBatch: CheckBatch(message.Table(2).Table(1)); break;
            case RecordBatch: CheckBatch(message.Table(2)); break;
        }
    }

    /// <param name="bytes">Of the buffer: more fields cannot be.</param>
    public static void CheckSchema(FlatTable schema, int bytes)
    {
        var left = bytes / Offset;
        CheckFields(schema, 1, 0, ref left);
    }

    /// <summary>A list of nodes and one of buffers.</summary>
    private static void CheckBatch(FlatTable batch)
    {
        batch.List(1, Struct);
        batch.List(2, Struct);
    }

    private static void CheckFields(FlatTable parent, int list, int depth, ref int left)
    {
        var (start, count) = parent.List(list, Offset);
        if ((left -= count) < 0 || depth > Deepest) throw new InvalidDataException("its fields lie in each other without end");
        for (var i = 0; i < count; i++) CheckFields(parent.At(start + i * Offset), 5, depth + 1, ref left);
    }
}
