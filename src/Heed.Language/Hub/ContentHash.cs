using System.Security.Cryptography;
using System.Text;

namespace Heed.Language.Hub;

/// <summary>The hash by which a hub knows a file: SHA-256 of a large one, of another git's: SHA-1 of "blob", its length, a zero and its content.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly HubFile _file;
    private readonly IncrementalHash _hash;

    public ContentHash(HubFile file)
    {
        _file = file;
        _hash = IncrementalHash.CreateHash(file.Large ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (!file.Large) _hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Size}\0"));
    }

    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public bool Fits => Hash == _file.Hash;

    public async Task AddAsync(Stream stream, CancellationToken cancellation)
    {
        var chunk = new byte[1 << 18];
        for (int read; (read = await stream.ReadAsync(chunk, cancellation)) > 0;) _hash.AppendData(chunk, 0, read);
    }

    public void Dispose() => _hash.Dispose();
}
