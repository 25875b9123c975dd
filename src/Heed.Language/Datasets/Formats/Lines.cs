namespace Heed.Language.Datasets.Formats;

/// <summary>The lines of a file as bytes, without their ends, at constant memory. Each is valid until the next is asked for.</summary>
internal sealed class Lines(string file) : IDisposable
{
    private readonly Stream _stream = DataStream.Open(file);
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _end;
    private bool _atEnd, _begun;

    /// <summary>The number of the line last read, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Where that line starts in the file, unpacked.</summary>
    public long Offset { get; private set; }

    private long _next;

    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        if (!_begun) Begin();
        var scanned = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (feed >= 0) return Take(scanned + feed, 1, out line);
            scanned = _end - _start;
            if (_atEnd) return Take(scanned, 0, out line) && scanned > 0;
            Fill();
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Begin()
    {
        _begun = true;
        Fill();
        _start = StrictUtf8.ByteOrderMark(_buffer.AsSpan(0, _end), file);
        _next = _start;
    }

    private bool Take(int length, int end, out ReadOnlySpan<byte> line)
    {
        line = _buffer.AsSpan(_start, length);
        if (line is [.., (byte)'\r']) line = line[..^1];
        Number++;
        Offset = _next;
        _start += length + end;
        _next += length + end;
        return true;
    }

    private void Fill()
    {
        if (_start > 0) _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_end, _start) = (_end - _start, 0);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, checked(_buffer.Length * 2));
        var read = DataStream.Read(_stream, _buffer.AsSpan(_end), file);
        _atEnd = _end + read < _buffer.Length;
        _end += read;
    }
}
