namespace Heed.Feedback.Store;

/// <summary>A set of raters who alone get some items: those who speak a language, know a subject, belong to a group.</summary>
internal static class Cohort
{
    public static bool IsName(string name) => name.Length is > 0 and <= 60 && name.All(c => char.IsLetterOrDigit(c) || c == '-');

    /// <summary>As a membership keeps them: |one|another|, or nothing.</summary>
    public static string Write(IReadOnlyList<string> cohorts) => cohorts.Count == 0 ? "" : $"|{string.Join('|', cohorts.Distinct())}|";

    public static IReadOnlyList<string> Read(string kept) => kept.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
