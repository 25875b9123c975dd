using Heed.Rounds.Files;
using Heed.Rounds.Stages;

namespace Heed.Rounds;

/// <summary>Seconds of each stage, in the order they ran.</summary>
internal sealed class StageClock(StageContext context)
{
    private readonly long _started = context.Clock.GetTimestamp();
    private readonly OrderedDictionary<string, double> _seconds = [];

    public IReadOnlyDictionary<string, double> Seconds => _seconds;

    public double Total => context.Clock.GetElapsedTime(_started).TotalSeconds;

    public async Task<T> Time<T>(string stage, Func<Task<T>> work)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var started = context.Clock.GetTimestamp();
        var result = await work();
        _seconds[stage] = context.Clock.GetElapsedTime(started).TotalSeconds;
        context.Log.WriteLine($"{stage}: {_seconds[stage]:F1} s");
        return result;
    }

    public Task<T> Time<T>(string stage, Func<T> work) => Time(stage, () => Task.FromResult(work()));

    /// <summary>A stage that leaves its result in a file: on resume a stage that has finished is not run again.</summary>
    public Task<T> Time<T>(string stage, string result, Func<T> work) => Time(stage, () =>
        Task.FromResult(context.Resume && File.Exists(result) ? JsonLines.ReadDocument<T>(result) : work()));
}
