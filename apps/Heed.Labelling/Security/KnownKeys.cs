using System.Security.Claims;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;

namespace Heed.Labelling.Security;

/// <summary>Who is behind which API key: remembered for a minute, or until a key is taken out of force. Five hundred raters would otherwise ask the database a hundred times a second.</summary>
public sealed class KnownKeys(IMemoryCache cache) : IDisposable
{
    /// <summary>How long a key that another process took out of force still works.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private CancellationTokenSource _inForce = new();

    /// <summary>Whose key has this hash; null where no key in force has it, which is not remembered.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(string hash, Func<string, Task<ClaimsPrincipal?>> look)
    {
        var name = $"key/{hash}";
        if (cache.TryGetValue(name, out ClaimsPrincipal? known)) return known;
        // From before the look: what it found may be out of force by the time it is kept.
        var inForce = new CancellationChangeToken(_inForce.Token);
        if (await look(hash) is not { } found) return null;
        cache.Set(name, found, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered }.AddExpirationToken(inForce));
        return found;
    }

    /// <summary>A key was taken out of force: all are looked up again.</summary>
    public void Forget() => Interlocked.Exchange(ref _inForce, new CancellationTokenSource()).Cancel();

    public void Dispose() => _inForce.Dispose();
}
