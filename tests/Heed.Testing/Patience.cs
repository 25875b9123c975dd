using System.Diagnostics;
using Xunit;

namespace Heed.Testing;

/// <summary>Waits for what comes by itself: looks again and again, and gives up after a minute, for a busy machine is slow.</summary>
public static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until it is so.</summary>
    /// <param name="what">What is waited for, as the message says it that it never came.</param>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var start = Stopwatch.GetTimestamp(); !await isSo(); await Task.Delay(Pause))
            if (Stopwatch.GetElapsedTime(start) > Longest) Assert.Fail($"It never came that {what}");
    }
}
