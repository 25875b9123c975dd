using System.Text.Json.Nodes;
using Xunit;

namespace Heed.Testing;

/// <summary>
/// Expected numbers of reference libraries, read from the folder that <c>HEED_DATA</c> names (default: <c>../shared/data</c> beside
/// the repository). Cases are discovered, never named, so another folder of the same form can stand in its place.
/// </summary>
public static class Golden
{
    /// <summary>The data folder (holds <c>golden/</c> and, at times, <c>text/</c> and <c>preferences/</c>), or null when there is none.</summary>
    public static string? DataFolder { get; } = FindDataFolder();

    /// <summary>The golden folder, or null.</summary>
    public static string? Folder { get; } = DataFolder is { } data && Directory.Exists(Path.Combine(data, "golden"))
        ? Path.Combine(data, "golden") : null;

    /// <summary>Every case of every JSON file in a folder such as <c>losses</c>; empty where the folder is absent.</summary>
    public static IEnumerable<GoldenCase> Cases(string folder)
    {
        if (Folder is null || !Directory.Exists(Path.Combine(Folder, folder))) yield break;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json").Order(StringComparer.Ordinal))
        {
            var root = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            if (root["cases"] is not JsonArray cases) continue;
            foreach (var node in cases)
                yield return new GoldenCase(Path.GetFileName(file), node!.AsObject(), root["tolerance"] as JsonObject);
        }
    }

    /// <summary>The names of the cases as theory data: (file, name).</summary>
    public static TheoryData<string, string> Names(string folder, Func<GoldenCase, bool>? where = null)
    {
        var data = new TheoryData<string, string>();
        foreach (var c in Cases(folder))
            if (where is null || where(c)) data.Add(c.File, c.Name);
        if (data.Count == 0) data.Add(Absent, folder);
        return data;
    }

    /// <summary>One case, by file and name. Skips the test where the data folder holds none of the kind.</summary>
    public static GoldenCase Case(string folder, string file, string name)
    {
        Assert.SkipWhen(file == Absent, $"no such case in golden/{folder}");
        return Cases(folder).First(c => c.File == file && c.Name == name);
    }

    /// <summary>Stands in theory data where there is no case: a theory without data would fail.</summary>
    public const string Absent = "absent";

    private static string? FindDataFolder()
    {
        var named = Environment.GetEnvironmentVariable("HEED_DATA");
        if (!string.IsNullOrEmpty(named)) return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Heed.slnx"))) continue;
            var beside = Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
        }
        return null;
    }
}
