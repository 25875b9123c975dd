using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>The part of a tokenizer that turns a piece into tokens. Immutable and shared; what a thread needs to work is its encoder.</summary>
internal abstract class TokenModel
{
    /// <summary>The tokens, by id; null where a vocabulary leaves a gap.</summary>
    public abstract IReadOnlyList<string?> Tokens { get; }

    public abstract bool TryGetId(string token, out int id);

    public abstract PieceEncoder NewEncoder();

    /// <summary>The component as tokenizer.json spells it.</summary>
    public abstract JsonObject ToJson();
}

/// <summary>Encodes pieces one after another. Not thread-safe.</summary>
internal abstract class PieceEncoder
{
    /// <summary>Appends the piece's tokens.</summary>
    public abstract void Encode(ReadOnlySpan<char> piece, List<int> ids);
}
