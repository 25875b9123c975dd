using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Cuts a text into pieces that no token crosses. Pieces follow one another without gaps.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Whether a text that does not start with a space is given one.</summary>
    public virtual bool AddsPrefixSpace => false;

    /// <summary>The index just after the piece that starts at <paramref name="start"/>, which is inside the text.</summary>
    public abstract int NextEnd(ReadOnlySpan<char> text, int start);

    /// <summary>
    /// The first index at or after <paramref name="from"/> where the text may be cut without changing any piece; its length where there is none.
    /// </summary>
    public virtual int NextCut(ReadOnlySpan<char> text, int from) => text.Length;

    /// <summary>The component as tokenizer.json spells it.</summary>
    public abstract JsonObject ToJson();
}
