using System.Security.Cryptography;
using System.Text;
using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>Names made from content: the same wherever a record stands.</summary>
internal static class ContentId
{
    /// <summary>16 hexadecimal digits of the SHA-256 of the texts, each preceded by its length.</summary>
    public static string Of(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    public static string Of(Conversation prompt, params ReadOnlySpan<string> answers) =>
        Of([.. prompt.Messages.SelectMany(m => m.Parts()), .. new[] { prompt.Tools, prompt.Variables }.OfType<string>(), .. answers]);
}
