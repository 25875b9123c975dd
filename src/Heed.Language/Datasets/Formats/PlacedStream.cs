namespace Heed.Language.Datasets.Formats;

/// <summary>A file that can be sought from its beginning only to places that are known, and whose end is an error to one who reads a byte: a reader led astray stops.</summary>
internal sealed class PlacedStream(FileStream file, IReadOnlySet<long> places) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => file.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(file.Read(buffer.Span));

    public override int ReadByte() => file.ReadByte() is >= 0 and var value ? value : throw new EndOfStreamException("it ends inside a page's header");

    public override long Seek(long offset, SeekOrigin origin) => origin != SeekOrigin.Begin || places.Contains(offset) ? file.Seek(offset, origin)
        : throw new InvalidDataException($"no page begins at byte {offset}");

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
