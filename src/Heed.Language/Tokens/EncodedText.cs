namespace Heed.Language.Tokens;

/// <summary>The tokens of a text or a pair, each with what is known of it. All lists have one entry a token.</summary>
public sealed record EncodedText
{
    public required IReadOnlyList<int> Ids { get; init; }

    /// <summary>As the vocabulary spells them; an unknown one of a unigram model, and an added one with the spaces it took, as the text has it.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>Which code points of its text each stands for, from the first to just after the last; (0, 0) for tokens that were put there.</summary>
    public required IReadOnlyList<(int Start, int End)> Offsets { get; init; }

    /// <summary>Which sentence of a pair, as the model's segment embedding counts.</summary>
    public required IReadOnlyList<int> TypeIds { get; init; }

    /// <summary>True for tokens that the post-processor or padding put there.</summary>
    public required IReadOnlyList<bool> SpecialMask { get; init; }

    /// <summary>False for padding.</summary>
    public required IReadOnlyList<bool> AttentionMask { get; init; }

    /// <summary>Where the text was cut to a length: the parts that were cut away, each like this one.</summary>
    public IReadOnlyList<EncodedText> Overflowing { get; init; } = [];

    internal static EncodedText Empty { get; } = new() { Ids = [], Tokens = [], Offsets = [], TypeIds = [], SpecialMask = [], AttentionMask = [] };

    internal int Count => Ids.Count;

    internal EncodedText WithType(int type) => this with { TypeIds = [.. Enumerable.Repeat(type, Count)], Overflowing = [.. Overflowing.Select(o => o.WithType(type))] };

    /// <summary>A stretch of the tokens, without what overflowed.</summary>
    internal EncodedText Slice(int start, int end) => new()
    {
        Ids = [.. Ids.Take(start..end)],
        Tokens = [.. Tokens.Take(start..end)],
        Offsets = [.. Offsets.Take(start..end)],
        TypeIds = [.. TypeIds.Take(start..end)],
        SpecialMask = [.. SpecialMask.Take(start..end)],
        AttentionMask = [.. AttentionMask.Take(start..end)]
    };

    /// <summary>This and then another. What overflowed of either goes with the whole other, and with each part that overflowed of it.</summary>
    internal EncodedText Then(EncodedText other) => Joined(other) with
    {
        Overflowing =
        [
            .. Overflowing.SelectMany(mine => other.Overflowing.Select(mine.Joined).Prepend(mine.Joined(other))),
            .. other.Overflowing.Select(Joined)
        ]
    };

    private EncodedText Joined(EncodedText other) => new()
    {
        Ids = [.. Ids, .. other.Ids],
        Tokens = [.. Tokens, .. other.Tokens],
        Offsets = [.. Offsets, .. other.Offsets],
        TypeIds = [.. TypeIds, .. other.TypeIds],
        SpecialMask = [.. SpecialMask, .. other.SpecialMask],
        AttentionMask = [.. AttentionMask, .. other.AttentionMask]
    };
}
