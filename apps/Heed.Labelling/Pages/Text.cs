using System.Globalization;
using Heed.Feedback.Statistics;

namespace Heed.Labelling.Pages;

/// <summary>Figures as people read them.</summary>
internal static class Text
{
    private const string None = "–";

    public static string Percent(double? share) => share is { } s && double.IsFinite(s) ? $"{100 * s:0.#} %" : None;

    public static string Seconds(double? seconds) => seconds is not { } s ? None : s < 100 ? $"{s:0.#} s" : $"{s / 60:0.#} min";

    public static string Number(double? number) => number is { } n && double.IsFinite(n) ? n.ToString("0.00") : None;

    /// <summary>In brackets, since ends may be negative.</summary>
    public static string Range(Interval? interval) => interval is { } i ? $"[{i.Low:0.00}, {i.High:0.00}]" : None;

    /// <summary>A moment, the same for everybody who reads it.</summary>
    public static string Moment(DateTimeOffset time, bool seconds = false) => time.UtcDateTime.ToString(seconds ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    public static string Of(Interval? interval) => interval is { } i ? $"({100 * i.Low:0}–{100 * i.High:0} %)" : "";
}
