namespace Heed.Language.Tokens.Vocabularies;

/// <summary>The letter ▁ that SentencePiece writes for a space: where it begins words, they can be encoded one by one.</summary>
internal static class WordStarts
{
    public const char Letter = '\u2581';

    /// <summary>Whether the letter is a token and no merge makes one that has it after another letter: then none crosses into a word.</summary>
    public static bool Separate(Vocabulary vocabulary, IEnumerable<string> merged) =>
        vocabulary.Contains("\u2581") && merged.All(m => m.AsSpan().TrimStart(Letter).IndexOf(Letter) < 0);

    /// <summary>The end of the word that begins at an index: before the next ▁ that follows another letter.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var letters = start;
        while (letters < text.Length && text[letters] == Letter) letters++;
        var next = text[letters..].IndexOf(Letter);
        return next < 0 ? text.Length : letters + next;
    }
}
