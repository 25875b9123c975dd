using System.Text;

namespace Heed.Language.Tokens.Decoding;

/// <summary>A run of byte pieces is the text they spell, or, where they spell none, U+FFFD for each of them.</summary>
internal sealed class ByteFallbackDecoder : TokenDecoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public override List<string> Decode(List<string> tokens)
    {
        var (texts, run) = (new List<string>(tokens.Count), new List<byte>());
        foreach (var token in tokens)
            if (BytePieces.TryRead(token, out var value)) run.Add(value);
            else
            {
                Flush(run, texts);
                texts.Add(token);
            }
        Flush(run, texts);
        return texts;
    }

    /// <summary>A run that is no text yet may become one.</summary>
    public override int HeldBack(IReadOnlyList<string> tokens) => BytePieces.LastRun(tokens) is var run && Spelled(run) is null ? run.Length : 0;

    private static void Flush(List<byte> run, List<string> texts)
    {
        if (run.Count == 0) return;
        texts.Add(Spelled([.. run]) ?? new string('\uFFFD', run.Count));
        run.Clear();
    }

    private static string? Spelled(byte[] run)
    {
        try
        {
            return Strict.GetString(run);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
