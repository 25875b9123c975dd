using Heed.StepTimes.Eager;

namespace Heed.StepTimes.Alignment;

/// <summary>Seconds of an iteration on each side, once a session.</summary>
internal static class Iterations
{
    /// <summary>Until the code is compiled for good.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Heed's median after small ones that warm up, with the tokens of the last one.</summary>
    public static (double Seconds, long Tokens) Heed(Session session, AlignedWork work) => session.Shared($"heed {work.Name}", () =>
    {
        using (var small = new HeedIteration(work.Small, session))
            for (var start = session.Clock.GetTimestamp(); session.Clock.GetElapsedTime(start) < WarmUp;) small.Run();
        using var iteration = new HeedIteration(work, session);
        var tokens = 0L;
        var seconds = session.MedianOfLong(() => tokens = iteration.Run());
        session.Log($"PPO, {work.Name} lengths: {seconds:F1} s for {tokens:N0} tokens");
        return (seconds, tokens);
    });

    /// <summary>One iteration of eager code, after a small one that warms up.</summary>
    public static double Eager(Session session, AlignedWork work) => session.Shared($"eager {work.Name}", () =>
    {
        using (var small = new EagerIteration(work.Small)) small.Run();
        using var iteration = new EagerIteration(work);
        var seconds = session.Seconds(iteration.Run);
        session.Log($"PPO, {work.Name} lengths, eager: {seconds:F1} s");
        return seconds;
    });
}
