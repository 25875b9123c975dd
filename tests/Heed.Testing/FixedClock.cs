namespace Heed.Testing;

/// <summary>A clock that a test moves.</summary>
public sealed class FixedClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => _elapsed += time;

    public override DateTimeOffset GetUtcNow() => Start + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;
}
