namespace Heed.Models.Checkpoints.Gguf;

/// <summary>
/// Merges from scored pieces: SentencePiece merges whatever two neighbours make a piece, that of the best score first; as a list, every way
/// to cut a piece into two others, the better piece before the worse.
/// </summary>
internal static class GgufMerges
{
    public static IEnumerable<string[]> Of(string[] tokens, float[] scores, int[] types)
    {
        var pieces = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < tokens.Length; id++)
            if (types[id] == GgufTokenType.Normal) pieces.TryAdd(tokens[id], id);
        return pieces.SelectMany(p => Splits(p.Key, pieces).Select(s => (Split: s, Score: scores[p.Value])))
            .OrderByDescending(m => m.Score).ThenByDescending(m => m.Split[0].Length).ThenByDescending(m => m.Split[1].Length).ThenBy(m => m.Split[0], StringComparer.Ordinal)
            .Select(m => m.Split);
    }

    private static IEnumerable<string[]> Splits(string piece, Dictionary<string, int> pieces)
    {
        var middle = 0;
        foreach (var letter in piece.EnumerateRunes())
        {
            if (middle > 0 && pieces.ContainsKey(piece[..middle]) && pieces.ContainsKey(piece[middle..])) yield return [piece[..middle], piece[middle..]];
            middle += letter.Utf16SequenceLength;
        }
    }
}
