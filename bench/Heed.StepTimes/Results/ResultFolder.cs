using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Heed.Runs;

namespace Heed.StepTimes.Results;

/// <summary>The folder <c>bench/results</c>: a JSON file a session, named by its time.</summary>
public sealed class ResultFolder(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The checkout that the program was built in, else the working folder.</summary>
    public static string Checkout
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Heed.slnx"))) return folder.FullName;
            return "";
        }
    }

    /// <summary>The checkout's folder.</summary>
    public static ResultFolder Find() => new(Path.Combine(Checkout, "bench", "results"));

    /// <summary>Keeps a session.</summary>
    /// <returns>The file.</returns>
    public string Keep(BenchResult result)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, $"{result.Time.UtcDateTime.ToString("yyyy-MM-dd-HHmmss", CultureInfo.InvariantCulture)}.json");
        AtomicFile.WriteText(file, JsonSerializer.Serialize(result, Json) + "\n");
        return file;
    }

    /// <summary>Of each row the last value on a machine, in sessions of one mode: full ones and quick ones do not compare.</summary>
    public IReadOnlyDictionary<string, BenchRow> Last(string machine, bool quick)
    {
        var last = new Dictionary<string, BenchRow>();
        if (!Directory.Exists(path)) return last;
        foreach (var file in Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal))
            if (Read(file) is { } result && result.Machine == machine && result.Quick == quick)
                foreach (var row in result.Rows) last[row.Name] = row;
        return last;
    }

    private static BenchResult Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchResult>(File.ReadAllText(file), Json) ?? throw new RunException($"{file} holds no result of the bench; delete it");
        }
        catch (JsonException problem)
        {
            throw new RunException($"{file} holds no result of the bench ({problem.Message}); delete it", problem);
        }
    }
}
