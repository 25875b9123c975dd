namespace Heed.StepTimes;

/// <summary>One run of the bench: the clock, how much time there is, and figures that several rows share, so that both sides of a ratio come from one run.</summary>
/// <param name="machine">Where it runs.</param>
/// <param name="clock">What times are read from.</param>
/// <param name="log">Lines for a person about the figures behind the rows.</param>
/// <param name="quick">A few minutes altogether: fewer repeats, smaller work where a row says so.</param>
public sealed class Session(BenchMachine machine, TimeProvider clock, TextWriter log, bool quick)
{
    private readonly Dictionary<string, object> _shared = [];

    public BenchMachine Machine => machine;

    public TimeProvider Clock => clock;

    public bool Quick => quick;

    /// <summary>Repeats of what is fast: at least 5 for a median that is kept.</summary>
    public int Repeats => quick ? 3 : 5;

    /// <summary>A figure that rows share, measured by whoever asks first.</summary>
    public T Shared<T>(string name, Func<T> measure) where T : notnull
    {
        if (_shared.TryGetValue(name, out var known)) return (T)known;
        var measured = measure();
        _shared[name] = measured;
        return measured;
    }

    /// <summary>Says what a figure was.</summary>
    public void Log(string line) => log.WriteLine($"  {line}");

    /// <summary>Seconds of one go.</summary>
    public double Seconds(Action work)
    {
        var start = clock.GetTimestamp();
        work();
        return clock.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The median of what may take long: of five goes, of three where one is over a minute, of one in a quick session. The caller has warmed up.</summary>
    public double MedianOfLong(Action work)
    {
        List<double> seconds = [Seconds(work)];
        var repeats = Quick ? 1 : seconds[0] > 60 ? 3 : 5;
        while (seconds.Count < repeats) seconds.Add(Seconds(work));
        return seconds.Order().ElementAt(repeats / 2);
    }

    /// <summary>The median of some goes, after some that warm up.</summary>
    public double Median(Action work, int repeats, int warmUps = 1)
    {
        for (var i = 0; i < warmUps; i++) work();
        double[] seconds = [.. Enumerable.Range(0, repeats).Select(_ => Seconds(work)).Order()];
        return repeats % 2 == 1 ? seconds[repeats / 2] : (seconds[repeats / 2 - 1] + seconds[repeats / 2]) / 2;
    }
}
