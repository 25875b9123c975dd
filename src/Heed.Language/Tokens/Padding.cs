using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>How texts are filled to one length, as <c>padding</c> in tokenizer.json.</summary>
public sealed record Padding
{
    /// <summary>Fill to so many tokens; null: to the longest text of a batch.</summary>
    public int? Length { get; init; }

    /// <summary>The length is rounded up to a multiple of this; null or 0: it is not.</summary>
    public int? MultipleOf { get; init; }

    public TextSide Side { get; init; } = TextSide.Right;

    public int Id { get; init; }

    public int TypeId { get; init; }

    public string Token { get; init; } = "[PAD]";

    private const int Longest = 1 << 24;

    internal static Padding Read(ComponentJson json)
    {
        var padding = ReadAll(json);
        return Math.Max(padding.Length ?? 0, padding.MultipleOf ?? 0) <= Longest ? padding : throw json.Wrong($"it asks for more than {Longest} tokens");
    }

    private static Padding ReadAll(ComponentJson json) => new()
    {
        Length = json.Json["strategy"] is JsonObject ? json.Child("strategy").Number("Fixed")
            : json.OptionalText("strategy") is null or "BatchLongest" ? null : throw json.Wrong("strategy is neither BatchLongest nor Fixed"),
        MultipleOf = json.Json["pad_to_multiple_of"] is null ? null : json.Number("pad_to_multiple_of"),
        Side = Truncation.SideOf(json),
        Id = json.Number("pad_id", 0),
        TypeId = json.Number("pad_type_id", 0),
        Token = json.OptionalText("pad_token") ?? "[PAD]"
    };

    internal JsonObject ToJson() => new()
    {
        ["strategy"] = Length is { } length ? new JsonObject { ["Fixed"] = length } : "BatchLongest",
        ["direction"] = Side.ToString(),
        ["pad_to_multiple_of"] = MultipleOf,
        ["pad_id"] = Id,
        ["pad_type_id"] = TypeId,
        ["pad_token"] = Token
    };

    internal IReadOnlyList<EncodedText> Fill(IReadOnlyList<EncodedText> texts)
    {
        var length = Length ?? texts.Select(t => t.Count).DefaultIfEmpty(0).Max();
        if (MultipleOf is > 0 and var multiple) length = (length + multiple - 1) / multiple * multiple;
        return [.. texts.Select(t => Fill(t, length))];
    }

    private EncodedText Fill(EncodedText text, int length)
    {
        text = text with { Overflowing = [.. text.Overflowing.Select(o => Fill(o, length))] };
        var count = length - text.Count;
        return count <= 0 ? text : text with
        {
            Ids = Fill(text.Ids, Id, count),
            Tokens = Fill(text.Tokens, Token, count),
            Offsets = Fill(text.Offsets, (0, 0), count),
            TypeIds = Fill(text.TypeIds, TypeId, count),
            SpecialMask = Fill(text.SpecialMask, true, count),
            AttentionMask = Fill(text.AttentionMask, false, count)
        };
    }

    private IReadOnlyList<T> Fill<T>(IReadOnlyList<T> list, T filler, int count)
    {
        var fill = Enumerable.Repeat(filler, count);
        return Side == TextSide.Left ? [.. fill, .. list] : [.. list, .. fill];
    }
}
