namespace Heed.Feedback.Reliability;

/// <summary>Where a path first does something.</summary>
internal static class FirstAlarms
{
    public static int? Of<T>(IEnumerable<T> path, Func<T, bool> alarm) => path.Select((state, i) => (state, i)).Where(s => alarm(s.state)).Select(s => (int?)s.i).FirstOrDefault();
}
