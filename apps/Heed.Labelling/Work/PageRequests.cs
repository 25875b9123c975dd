using System.Text.Json.Serialization;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Labelling.Items;
using Heed.Labelling.Texts;

namespace Heed.Labelling.Work;

/// <summary>What the page has at hand when it asks for the next item.</summary>
internal sealed record NextRequest(IReadOnlyList<string>? Held = null);

/// <summary>A form that is not ready yet.</summary>
internal sealed record SavedDraft(IReadOnlyDictionary<string, string[]> Fields);

/// <summary>A filled-in form.</summary>
internal sealed record PageAnswer(string Assignment, string Key, IReadOnlyDictionary<string, string[]> Fields, PageTiming? Timing = null);

/// <summary>An item given back.</summary>
internal sealed record PageSkip(string Assignment, string Key, string Reason, string? Note = null, PageTiming? Timing = null);

/// <summary>Marks on an item itself.</summary>
internal sealed record ItemFlag(IReadOnlyList<string> Labels, string? Comment = null);

/// <summary>How an answer came about, as a page or a program measured it; milliseconds.</summary>
public sealed record PageTiming(
    [property: JsonPropertyName("first_input_ms")] long FirstInputMs = 0,
    [property: JsonPropertyName("submit_ms")] long SubmitMs = 0,
    [property: JsonPropertyName("hidden_tab_ms")] long HiddenTabMs = 0,
    [property: JsonPropertyName("revisions")] int Revisions = 0,
    [property: JsonPropertyName("pasted_fraction")] double PastedFraction = 0,
    [property: JsonPropertyName("read_to_end")] bool? ReadToEnd = null)
{
    private const long Longest = 7 * 24 * 3600 * 1000L;

    internal Timing AsRecorded() => new(Span(SubmitMs))
    {
        FirstInput = Span(FirstInputMs),
        Hidden = Span(HiddenTabMs),
        Changes = Math.Max(0, Revisions),
        Pasted = double.IsFinite(PastedFraction) ? Math.Clamp(PastedFraction, 0, 1) : 0,
        ReadToEnd = ReadToEnd,
    };

    private static TimeSpan Span(long milliseconds) => TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, Longest));
}

/// <summary>What became of an answer, for the page.</summary>
/// <param name="State">recorded, revised, surplus or skipped.</param>
/// <param name="Right">Of practice: whether it agrees with the known answer.</param>
/// <param name="Explanation">Of practice: why.</param>
internal sealed record PageReceipt(string EventId, string State, bool? Right = null, string? Explanation = null)
{
    public static PageReceipt Of(Receipt receipt, PageTexts texts) => new(receipt.EventId, receipt.State.ToString().ToLowerInvariant(), receipt.Right,
        receipt.Known is { } known ? known.Explanation ?? AnswerWords.Of(known.Expected, texts) : null);
}
