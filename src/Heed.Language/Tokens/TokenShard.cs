using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Heed.Language.Tokens;

/// <summary>
/// Tokenised documents in one memory-mapped file. Little-endian: a header of 64 bytes (<see cref="TokenShardHeader"/>), the tokens of all
/// documents one after another, 2 or 4 bytes each, padding to a multiple of 8, then documents + 1 starts (uint64, in tokens).
/// </summary>
public sealed unsafe class TokenShard : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly TokenShardHeader _header;
    private readonly string _path;
    private byte* _base;

    private TokenShard(string path, TokenShardHeader header)
    {
        (_path, _header) = (path, header);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _base);
        if (Start(0) != 0 || Start(Documents) != Count) throw new TokenShardException(path, $"its index runs from {Start(0)} to {Start(Documents)}; expected 0 to {Count}");
    }

    /// <summary>The number of tokens.</summary>
    public long Count => (long)_header.Tokens;

    public int Documents => (int)_header.Documents;

    /// <summary>Every token is below this.</summary>
    public int VocabularySize => (int)_header.VocabularySize;

    /// <summary>Size of the text in UTF-8, for bits per byte; 0 where it is not known.</summary>
    public long TextBytes => (long)_header.TextBytes;

    /// <summary>The token at a place.</summary>
    public int this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, _header.Tokens, nameof(index));
            return _header.Width == 2 ? ((ushort*)Tokens)[index] : ((int*)Tokens)[index];
        }
    }

    private byte* Tokens => _base + TokenShardHeader.Size;

    /// <summary>Writes a shard atomically. Tokens take two bytes where the vocabulary allows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is outside the vocabulary.</exception>
    public static void Write(string path, IEnumerable<int[]> documents, int vocabularySize) =>
        TokenShardWriter.Write(path, documents.Select(d => (d, 0L)), vocabularySize);

    /// <summary>Tokenises texts on all cores and writes them, each with the end token after it where the tokenizer has one.</summary>
    /// <returns>How much was read and written, and what the vocabulary could not express.</returns>
    public static TokenisedText Write(string path, IEnumerable<string> texts, Tokenizer tokenizer) => TokenisedText.Write(path, texts, tokenizer);

    /// <summary>Opens a shard and checks its header against the file.</summary>
    /// <exception cref="TokenShardException">No such file, another format, or a file cut short.</exception>
    public static TokenShard Open(string path)
    {
        if (!File.Exists(path)) throw new TokenShardException(path, "no such file; make it with the tokenising stage");
        Span<byte> bytes = stackalloc byte[TokenShardHeader.Size];
        using (var stream = File.OpenRead(path))
        {
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length) throw new TokenShardException(path, $"expected a header of {bytes.Length} bytes, found {read} bytes; the file is cut short: make it anew");
            var header = MemoryMarshal.Read<TokenShardHeader>(bytes);
            header.Check(path, stream.Length);
            return new TokenShard(path, header);
        }
    }

    /// <summary>Where a document starts and how many tokens it has.</summary>
    public (long Start, int Length) Document(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Documents, nameof(index));
        var (start, end) = (Start(index), Start(index + 1));
        if (start < 0 || end < start || end > Count || end - start > int.MaxValue) throw new TokenShardException(_path, $"document {index} runs from {start} to {end} of {Count} tokens; make the file anew");
        return (start, (int)(end - start));
    }

    /// <summary>Copies tokens from a place on; the span's length says how many.</summary>
    public void Copy(long start, Span<int> into)
    {
        if (start < 0 || start + into.Length > Count) throw new ArgumentOutOfRangeException(nameof(start), start, $"the shard has {Count} tokens");
        if (_header.Width == 4) new ReadOnlySpan<int>((int*)Tokens + start, into.Length).CopyTo(into);
        else
            for (var i = 0; i < into.Length; i++) into[i] = ((ushort*)Tokens)[start + i];
    }

    /// <summary>The tokens of a document.</summary>
    public int[] Read(int document)
    {
        var (start, length) = Document(document);
        var tokens = new int[length];
        Copy(start, tokens);
        return tokens;
    }

    public void Dispose()
    {
        if (_base is null) return;
        _base = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private long Start(int index) => ((long*)(_base + _header.IndexOffset))[index];
}
