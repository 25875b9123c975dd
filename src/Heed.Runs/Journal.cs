using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heed.Runs;

/// <summary>
/// What happened in a run, as JSON lines: <c>{"time":…,"kind":"step","step":3,"loss":2.5}</c>. Appended only; each line reaches the
/// operating system before <see cref="Append"/> returns, so a killed process loses nothing but a line it was writing.
/// </summary>
/// <remarks>
/// Exact resume: a run that goes on from a checkpoint cuts its journal to the length it had when that was saved. So everything about
/// a step is appended before its checkpoint is saved, and what stands before the first step is appended only when a run begins: then
/// a killed and resumed run has the journal of one never interrupted, bar times.
/// </remarks>
public sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new(256);
    private readonly FileStream _file;
    private readonly TimeProvider _clock;

    /// <summary>Opens or creates the journal; a torn last line, left by a killed process, is cut off.</summary>
    public Journal(string path, TimeProvider clock)
    {
        _clock = clock;
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Cut(long.MaxValue);
    }

    public string Path => _file.Name;

    /// <summary>Bytes written.</summary>
    public long Length => _file.Position;

    /// <summary>Appends one entry. A value named <c>step</c> comes right after the kind; NaN and the infinities are kept as such.</summary>
    /// <exception cref="OutOfSpaceException">The entry could not be written; those before it stand.</exception>
    public void Append(string kind, IReadOnlyDictionary<string, object?> values)
    {
        lock (_lock)
        {
            _line.ResetWrittenCount();
            Format(kind, values);
            var start = _file.Position;
            try
            {
                OutOfSpace.Guard(Path, () => _file.Write(_line.WrittenSpan));
            }
            catch (OutOfSpaceException)
            {
                _file.SetLength(start);
                throw;
            }
        }
    }

    /// <summary>Makes all entries survive a loss of power.</summary>
    public void FlushToDisk()
    {
        lock (_lock) OutOfSpace.Guard(Path, () => _file.Flush(flushToDisk: true));
    }

    /// <summary>Cuts what was appended since the journal had a length.</summary>
    public void Cut(long length)
    {
        lock (_lock)
        {
            var end = JournalLines.Read(Path).TakeWhile(line => line.End <= length).Select(line => line.End).LastOrDefault();
            _file.SetLength(end);
            _file.Position = end;
        }
    }

    /// <summary>The entries, oldest first. A torn last line is left out; the file may be in use.</summary>
    /// <exception cref="RunException">A line other than the last is not an entry.</exception>
    public static IEnumerable<JournalEntry> Read(string path) => JournalLines.Read(path).Select(line => line.Entry);

    public void Dispose() => _file.Dispose();

    private void Format(string kind, IReadOnlyDictionary<string, object?> values)
    {
        using (var writer = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = Json.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteString("time", _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            writer.WriteString("kind", kind);
            if (values.TryGetValue("step", out var step)) writer.WriteNumber("step", Convert.ToInt64(step, CultureInfo.InvariantCulture));
            foreach (var (name, value) in values)
            {
                if (name is "step") continue;
                if (name is "time" or "kind") throw new ArgumentException($"'{name}' is a name of the journal's own.", nameof(values));
                writer.WritePropertyName(name);
                JsonSerializer.Serialize(writer, value, Json);
            }
            writer.WriteEndObject();
        }
        _line.Write("\n"u8);
    }
}
