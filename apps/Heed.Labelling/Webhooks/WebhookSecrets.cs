using System.Security.Cryptography;
using Heed.Labelling.Security;

namespace Heed.Labelling.Webhooks;

/// <summary>Keys of signatures: shown once, kept sealed, since the site itself needs them to sign.</summary>
internal sealed class WebhookSecrets(LabellingOptions options)
{
    private const string Beginning = "whsec_";

    private readonly SealedBox _box = new(options.Secret, "webhooks");

    /// <summary>A new key as its receiver gets it, and as it is kept.</summary>
    public (string Shown, byte[] Kept) New()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        return (Beginning + Convert.ToBase64String(key), _box.Seal(key));
    }

    public byte[]? Open(byte[] kept) => _box.Open(kept);
}
