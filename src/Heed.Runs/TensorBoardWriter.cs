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
        KeepWhile(_ => true);
        if (_file.Length == 0) Begin();
    }

    /// <summary>Appends the values of one step. TensorBoard keeps 32 bits of each.</summary>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        lock (_lock) Append(new EventMessage(Now, step, null, [.. values.Select(v => KeyValuePair.Create(v.Key, (float)v.Value))]));
    }

    /// <summary>Cuts everything from the first record of a later step on; null cuts everything.</summary>
    public void CutAfter(long? step)
    {
        lock (_lock)
        {
            KeepWhile(message => step is not null && message.Step <= step);
            if (_file.Length == 0) Begin();
        }
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

    private void Begin() => Append(new EventMessage(Now, 0, "brain.Event:2", []));

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

    private void KeepWhile(Func<EventMessage, bool> keep)
    {
        _file.Position = 0;
        long end = 0;
        while (TensorRecord.Read(_file) is { } record && keep(EventMessage.Parse(record))) end = _file.Position;
        _file.SetLength(end);
        _file.Position = end;
    }
}
