namespace Heed.Language.Tests.Templates.Jinja;

/// <summary>A clock that stands still, in no zone.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => now;
}
