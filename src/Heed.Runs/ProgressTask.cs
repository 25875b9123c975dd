using System.Globalization;

namespace Heed.Runs;

/// <summary>One piece of work under way. Threads may report at the same time.</summary>
public sealed class ProgressTask : IDisposable
{
    private const double Horizon = 15; // seconds over which the rate is averaged
    private static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(0.1), PlainInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Progress _progress;
    private readonly string _name, _unit;
    private readonly long _total, _before, _began;
    private long _done, _shown, _last;
    private double _recentUnits, _recentSeconds;
    private string _note = "";
    private int _lineLength;
    private bool _ended;

    internal ProgressTask(Progress progress, string name, long total, string unit, long done)
    {
        (_progress, _name, _total, _unit, _before, _done) = (progress, name, total, unit, done, done);
        _began = _shown = _last = progress.Clock.GetTimestamp();
    }

    /// <summary>Says how much is done by now, and shows it when it is time to.</summary>
    /// <param name="note">Figures that stand at the end of the line.</param>
    public void Report(long done, string note = "")
    {
        lock (_lock)
        {
            var seconds = _progress.Clock.GetElapsedTime(_last).TotalSeconds;
            var decay = Math.Exp(-seconds / Horizon);
            _recentUnits = _recentUnits * decay + (done - _done);
            _recentSeconds = _recentSeconds * decay + seconds;
            (_done, _note, _last) = (done, note, _progress.Clock.GetTimestamp());
            var interval = _progress.Style == ProgressStyle.Live ? LiveInterval : PlainInterval;
            if (_progress.Style == ProgressStyle.Quiet || _progress.Clock.GetElapsedTime(_shown) < interval) return;
            _shown = _last;
            if (_progress.Style == ProgressStyle.Live) Over(Line());
            else _progress.Writer.WriteLine(Line());
        }
    }

    /// <summary>The same with figures by name at the end of the line.</summary>
    public void Report(long done, IEnumerable<KeyValuePair<string, double>> figures) =>
        Report(done, string.Join("  ", figures.Select(f => $"{f.Key} {f.Value.ToString("G4", CultureInfo.InvariantCulture)}")));

    /// <summary>Writes the last line: what was done, in which time.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_ended || _progress.Style == ProgressStyle.Quiet) return;
            _ended = true;
            if (_progress.Style == ProgressStyle.Live) Over(LastLine());
            else _progress.Writer.Write(LastLine());
            _progress.Writer.WriteLine();
        }
    }

    private string Line()
    {
        var rate = _recentSeconds > 0 ? _recentUnits / _recentSeconds : 0;
        var share = _total > 0 ? $"{Math.Floor(100.0 * _done / _total),3:0} %  " : "";
        var left = _total > 0 && rate > 0 ? $"  {Duration((_total - _done) / rate)} left" : "";
        return Join($"{_name}  {share}{Count()}  {Rate(rate)}{left}");
    }

    private string LastLine()
    {
        var seconds = _progress.Clock.GetElapsedTime(_began).TotalSeconds;
        var how = _done < _total ? "stopped at" : "done:";
        return Join($"{_name}  {how} {Count()} in {Duration(seconds)}  {Rate(seconds > 0 ? (_done - _before) / seconds : 0)}");
    }

    private string Count() => _total > 0 ? $"{_done:N0}/{_total:N0} {_unit}" : $"{_done:N0} {_unit}";

    private string Rate(double rate) => $"{(rate >= 100 ? rate.ToString("N0") : rate.ToString("G3"))} {_unit}/s";

    private string Join(string line) => _note.Length > 0 ? $"{line}  {_note}" : line;

    /// <summary>Writes over the line before, blanking what it leaves over.</summary>
    private void Over(string line)
    {
        if (line.Length >= _progress.Width) line = line[..(_progress.Width - 1)];
        _progress.Writer.Write('\r' + line.PadRight(_lineLength));
        _progress.Writer.Flush();
        _lineLength = line.Length;
    }

    private static string Duration(double seconds)
    {
        var whole = (long)Math.Min(Math.Ceiling(seconds), 1e9);
        return whole < 3600 ? $"{whole / 60}:{whole % 60:00}" : $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}";
    }
}
