using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.Learning;

/// <summary>How a training came to its end.</summary>
/// <param name="Steps">Steps taken.</param>
/// <param name="Stopped">Why it ended before its last step; null where it did not.</param>
/// <param name="Figures">The figures of the last report.</param>
public sealed record TrainingEnd(long Steps, string? Stopped, IReadOnlyDictionary<string, double> Figures)
{
    private const string FileName = "end.json";

    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Marks a checkpoint as that of a training that has ended.</summary>
    internal void Write(string checkpoint) => File.WriteAllText(Path.Combine(checkpoint, FileName), JsonSerializer.Serialize(this, Json));

    /// <summary>The end that a checkpoint marks; null where the training goes on.</summary>
    internal static TrainingEnd? Read(string checkpoint)
    {
        var file = Path.Combine(checkpoint, FileName);
        if (!File.Exists(file)) return null;
        return JsonSerializer.Deserialize<TrainingEnd>(File.ReadAllText(file), Json) ?? throw new CheckpointException($"{file} is empty; go on from an earlier checkpoint");
    }
}
