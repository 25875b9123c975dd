using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>The part of a tokenizer that turns a piece into tokens. Immutable and shared; what a thread needs to work is its encoder.</summary>
internal abstract class TokenModel
{
    /// <summary>The tokens, by id; null where a vocabulary leaves a gap.</summary>
    public abstract IReadOnlyList<string?> Tokens { get; }

    /// <summary>What stands for a piece it cannot spell, or -1.</summary>
    public virtual int UnknownId => -1;

    /// <summary>Whether an unknown token, shown, is the text it stands for and not its own name.</summary>
    public virtual bool ShowsUnknownText => false;

    /// <summary>Whether an encoder can take text where the vocabulary is spelled in byte letters.</summary>
    public virtual bool TakesBytes => false;

    public abstract bool TryGetId(string token, out int id);

    /// <param name="bytes">Pieces are text, whose bytes the vocabulary spells as letters.</param>
    public abstract PieceEncoder NewEncoder(bool bytes);

    /// <summary>The component as tokenizer.json spells it; null for what it has no words for.</summary>
    public abstract JsonObject? ToJson();
}

/// <summary>Encodes pieces one after another. Not thread-safe.</summary>
internal abstract class PieceEncoder
{
    /// <summary>Appends the piece's tokens.</summary>
    public abstract void Encode(ReadOnlySpan<char> piece, TokenList tokens);
}

/// <summary>Tokens as they come; where asked for with the bytes of the piece (in UTF-8) each stands for.</summary>
internal sealed class TokenList(bool tracked, int capacity = 16)
{
    public List<int> Ids { get; } = new(capacity);

    /// <summary>For each token where it begins and ends; null where nobody asked.</summary>
    public List<(int Start, int End)>? Spans { get; } = tracked ? [] : null;

    public void Add(int id, int start, int end)
    {
        Ids.Add(id);
        Spans?.Add((start, end));
    }
}
