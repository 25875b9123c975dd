using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Folders;

/// <summary>A folder that the datasets library saved: Arrow files, split by folders that dataset_dict.json names.</summary>
internal static class SavedDataset
{
    /// <summary>Null where nothing was saved here.</summary>
    /// <exception cref="DatasetException">dataset_dict.json is broken, or a split has no files.</exception>
    public static IReadOnlyList<DatasetSplit>? Splits(string path)
    {
        var file = Path.Combine(path, "dataset_dict.json");
        if (!File.Exists(file)) return null;
        try
        {
            if ((JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject)?["splits"] is not JsonArray names) throw new DatasetException(file, null, "expected {\"splits\": [names]}, found something else");
            return [.. names.Select(n => (string?)n ?? "").Select(n => new DatasetSplit("default", n, PathPattern.Files(path, n + "/*.arrow") is { Count: > 0 } files ? files
                : throw new DatasetException(file, null, $"it names the split '{n}', but there is no {n}/*.arrow")))];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new DatasetException(file, null, $"broken JSON: {Formats.JsonLineRecords.Short(error.Message)}", error);
        }
    }
}
