using System.Text;

namespace Heed.Language.Tokens.Speed;

/// <summary>How fast a tokenizer encodes: a text of your own on one thread and on all cores, and the hardest texts on one thread.</summary>
public sealed record TokenizerSpeed
{
    // Each measurement is the best of several: the others had to share the machine.
    private const int Rounds = 3, PartLetters = 1 << 16;

    /// <summary>Letters of each of the hard texts.</summary>
    public int HardLetters { get; init; } = 1 << 20;

    public ulong Seed { get; init; } = 1;

    /// <param name="text">What is encoded besides the hard texts, cut into parts at line ends; null: nothing.</param>
    public IReadOnlyList<EncodingSpeed> Measure(Tokenizer tokenizer, string? text, TimeProvider clock)
    {
        var rows = new List<EncodingSpeed>();
        if (text is not null)
        {
            var parts = Parts(text);
            rows.Add(Best("the text, one thread", text, clock, () => parts.Sum(p => (long)tokenizer.EncodeOrdinary(p).Length)));
            rows.Add(Best($"the text, {Environment.ProcessorCount} threads", text, clock, () => parts.AsParallel().Sum(p => (long)tokenizer.EncodeOrdinary(p).Length)));
        }
        foreach (var (name, hard) in HardTexts.All(HardLetters, Seed)) rows.Add(Best($"{name}, one thread", hard, clock, () => tokenizer.EncodeOrdinary(hard).Length));
        return rows;
    }

    private static EncodingSpeed Best(string name, string text, TimeProvider clock, Func<long> encode)
    {
        var (bytes, tokens, least) = (Encoding.UTF8.GetByteCount(text), 0L, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var started = clock.GetTimestamp();
            tokens = encode();
            least = Math.Min(least, clock.GetElapsedTime(started).TotalSeconds);
        }
        return new EncodingSpeed(name, bytes, tokens, bytes / 1e6 / Math.Max(least, 1e-9));
    }

    /// <summary>As documents come: some lines each.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            var cut = Math.Min(text.Length, start + PartLetters);
            var line = text.IndexOf('\n', cut - 1);
            end = line < 0 ? text.Length : line + 1;
            parts.Add(text[start..end]);
        }
        return parts;
    }
}

/// <param name="Bytes">Of the text in UTF-8.</param>
/// <param name="MegabytesPerSecond">Of UTF-8.</param>
public sealed record EncodingSpeed(string Text, long Bytes, long Tokens, double MegabytesPerSecond);
