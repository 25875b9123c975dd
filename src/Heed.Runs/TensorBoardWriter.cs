using Heed.Runs.Events;

namespace Heed.Runs;

/// <summary>Scalars for TensorBoard: an event file of framed protobuf messages, appended only.</summary>
public sealed class TensorBoardWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Opens or creates the file; a torn last record, left by a killed process, is cut off.</summary>
    /// <param name="path">TensorBoard looks for names that hold <c>tfevents</c>.</param>
    public TensorBoardWriter(string path, TimeProvider clock)
    {
        _clock = clock;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Cut(long.MaxValue);
    }

    /// <summary>Bytes written.</summary>
    public long Length => _file.Position;

    /// <summary>Appends the values of one step. TensorBoard keeps 32 bits of each.</summary>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        lock (_lock) Append(new EventMessage(Now, step, null, [.. values.Select(v => KeyValuePair.Create(v.Key, (float)v.Value))]));
    }

    /// <summary>Cuts what was appended since the file had a length; its first record stays.</summary>
    public void Cut(long length)
    {
        lock (_lock)
        {
            _file.Position = 0;
            long end = 0;
            while (TensorRecord.Read(_file) is not null && _file.Position <= length) end = _file.Position;
            _file.SetLength(end);
            _file.Position = end;
            if (end == 0) Append(new EventMessage(Now, 0, "brain.Event:2", []));
        }
    }

    /// <summary>Makes all records survive a loss of power.</summary>
    public void FlushToDisk()
    {
        lock (_lock) OutOfSpace.Guard(_file.Name, () => _file.Flush(flushToDisk: true));
    }

    /// <summary>Every scalar of an event file, in the order written.</summary>
    public static IEnumerable<(long Step, string Name, float Value)> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        while (TensorRecord.Read(file) is { } record)
        {
            var message = EventMessage.Parse(record);
            foreach (var (name, value) in message.Scalars) yield return (message.Step, name, value);
        }
    }

    public void Dispose() => _file.Dispose();

    private double Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private void Append(EventMessage message)
    {
        var start = _file.Position;
        try
        {
            OutOfSpace.Guard(_file.Name, () => _file.Write(TensorRecord.Frame(message.ToBytes())));
        }
        catch (OutOfSpaceException)
        {
            _file.SetLength(start);
            throw;
        }
    }
}
