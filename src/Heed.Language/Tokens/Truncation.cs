using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Which text of a pair gives way.</summary>
public enum TruncationStrategy { LongestFirst, OnlyFirst, OnlySecond }

/// <summary>The side at which tokens are cut away, or padding stands.</summary>
public enum TextSide { Left, Right }

/// <summary>How a text is cut to a length, as <c>truncation</c> in tokenizer.json.</summary>
public sealed record Truncation
{
    /// <summary>Tokens at most, special ones included.</summary>
    public required int MaxLength { get; init; }

    public TruncationStrategy Strategy { get; init; }

    /// <summary>How many tokens each part that is cut away repeats of the part before.</summary>
    public int Stride { get; init; }

    public TextSide Side { get; init; } = TextSide.Right;

    internal static Truncation Read(ComponentJson json) => new()
    {
        MaxLength = json.Number("max_length"),
        Stride = json.Number("stride", 0),
        Strategy = (json.OptionalText("strategy") ?? "LongestFirst") switch
        {
            "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            var other => throw json.Wrong($"strategy is '{other}'; expected LongestFirst, OnlyFirst or OnlySecond")
        },
        Side = SideOf(json)
    };

    internal static TextSide SideOf(ComponentJson json) => (json.OptionalText("direction") ?? "Right") switch
    {
        "Left" => TextSide.Left,
        "Right" => TextSide.Right,
        var other => throw json.Wrong($"direction is '{other}'; expected Left or Right")
    };

    internal JsonObject ToJson() => new() { ["direction"] = Side.ToString(), ["max_length"] = MaxLength, ["strategy"] = Strategy.ToString(), ["stride"] = Stride };

    /// <summary>One or two texts cut so that together with the tokens put around them they have the length asked for.</summary>
    /// <exception cref="ArgumentException">The length leaves no room, or the text that may be cut is too short.</exception>
    internal IReadOnlyList<EncodedText> Cut(IReadOnlyList<EncodedText> texts, int added)
    {
        var room = MaxLength - added;
        if (room < 0) throw new ArgumentException($"a length of {MaxLength} leaves no room beside {added} special tokens");
        var total = texts.Sum(t => t.Count);
        if (room == 0) return [.. texts.Select(t => Cut(t, 0))];
        if (total <= room) return texts;
        if (Strategy == TruncationStrategy.LongestFirst)
        {
            if (texts.Count == 1) return [Cut(texts[0], room)];
            var (first, second) = Shares(texts[0].Count, texts[1].Count, room);
            return [Cut(texts[0], first), Cut(texts[1], second)];
        }
        var which = Strategy == TruncationStrategy.OnlyFirst ? 0 : 1;
        if (which >= texts.Count) throw new ArgumentException("only the second text may be cut, and there is none");
        var kept = texts[which].Count - (total - room);
        if (kept <= 0) throw new ArgumentException($"{(which == 0 ? "the first" : "the second")} text has {texts[which].Count} tokens, too few to cut {total - room} away");
        return [.. texts.Select((t, i) => i == which ? Cut(t, kept) : t)];
    }

    /// <summary>The longer of the two gives way first; where both are too long each gets half.</summary>
    private static (int First, int Second) Shares(int first, int second, int room)
    {
        var (shorter, longer) = (Math.Min(first, second), Math.Max(first, second));
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room) (shorter, longer) = (room / 2, room / 2 + room % 2);
        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private EncodedText Cut(EncodedText text, int length)
    {
        if (length >= text.Count) return text;
        if (length == 0) return EncodedText.Empty with { Overflowing = [text] };
        if (Stride >= length) throw new ArgumentException($"a stride of {Stride} does not fit into {length} tokens");
        var parts = new List<EncodedText>();
        for (var at = 0; ; at += length - Stride)
        {
            var (start, end) = Side == TextSide.Right ? (at, Math.Min(at + length, text.Count)) : (Math.Max(0, text.Count - at - length), text.Count - at);
            parts.Add(text.Slice(start, end));
            if (Side == TextSide.Right ? end == text.Count : start == 0) break;
        }
        return parts[0] with { Overflowing = [.. parts.Skip(1)] };
    }
}
