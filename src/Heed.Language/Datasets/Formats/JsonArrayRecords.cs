using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>One JSON array of objects, read element by element: a file larger than memory is no trouble.</summary>
internal sealed class JsonArrayRecords : IDisposable
{
    private readonly string _file;
    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private long _line = 1, _offset;
    private bool _atEnd, _inArray;
    private JsonReaderState _state = new(JsonLineRecords.Deep);

    private JsonArrayRecords(string file)
    {
        (_file, _stream) = (file, DataStream.Open(file));
        Fill();
        _start = StrictUtf8.ByteOrderMark(_buffer.AsSpan(0, _end), file);
        _offset = _start;
    }

    /// <summary>Whether the file is an array; if not, it may hold one object a line.</summary>
    public static bool StartsArray(string file)
    {
        using var records = new JsonArrayRecords(file);
        return records._buffer.AsSpan(records._start, records._end - records._start).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
    }

    public static IEnumerable<DataRecord> Read(string file, Quarantine quarantine)
    {
        using var records = new JsonArrayRecords(file);
        while (records.TryRead(quarantine, out var record))
            if (record is not null) yield return record;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The next element; a null record where it was none that can be used.</summary>
    private bool TryRead(Quarantine quarantine, out DataRecord? record)
    {
        record = null;
        while (true)
        {
            try
            {
                switch (Step(quarantine, out record))
                {
                    case Progress.Element: return true;
                    case Progress.Done: return false;
                }
            }
            catch (JsonException error)
            {
                StrictUtf8.Check(_buffer.AsSpan(_start, _end - _start), _file, _offset, _line);
                throw new DatasetException(_file, error.LineNumber + 1, $"broken JSON: {JsonLineRecords.Short(error.Message)}; mend the file, or give one object a line (.jsonl), where one broken line costs one record", error);
            }
            if (_atEnd) throw new DatasetException(_file, _line, "broken JSON: the file ends inside the array; it may have been cut short");
            Fill();
        }
    }

    private enum Progress { NeedsMore, Element, Done }

    private Progress Step(Quarantine quarantine, out DataRecord? record)
    {
        record = null;
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
        if (!_inArray)
        {
            if (!reader.Read()) return Progress.NeedsMore;
            _inArray = true;
            Consume(ref reader);
            return Step(quarantine, out record);
        }
        if (!reader.Read()) return Progress.NeedsMore;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            reader.Read(); // throws where something follows the array
            return Progress.Done;
        }
        var first = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!reader.TrySkip()) return Progress.NeedsMore;
        var line = _line + _buffer.AsSpan(_start, first).Count((byte)'\n');
        record = isObject ? Parse(_buffer.AsSpan(_start + first, (int)reader.BytesConsumed - first), _offset + first, line, quarantine) : null;
        if (!isObject) quarantine.Reject(_file, line, "expected a JSON object, found another value");
        Consume(ref reader);
        return Progress.Element;
    }

    private DataRecord? Parse(ReadOnlySpan<byte> bytes, long offset, long line, Quarantine quarantine)
    {
        StrictUtf8.Check(bytes, _file, offset, line);
        try
        {
            return new DataRecord(_file, line, JsonLineRecords.Sound(JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = JsonLineRecords.Deep.MaxDepth })!.AsObject()));
        }
        catch (ArgumentException error)
        {
            quarantine.Reject(_file, line, $"broken JSON: {JsonLineRecords.Short(error.Message)}");
            return null;
        }
    }

    private void Consume(ref Utf8JsonReader reader)
    {
        var count = (int)reader.BytesConsumed;
        _line += _buffer.AsSpan(_start, count).Count((byte)'\n');
        _start += count;
        _offset += count;
        _state = reader.CurrentState;
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_end, _start) = (_end - _start, 0);
        if (_end > _buffer.Length / 2) Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var read = DataStream.Read(_stream, _buffer.AsSpan(_end), _file);
        _atEnd = _end + read < _buffer.Length;
        _end += read;
    }
}
