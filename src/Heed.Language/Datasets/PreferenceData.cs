using System.Text.Json.Nodes;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>Preference pairs read from files in any of the known shapes.</summary>
/// <param name="Items">The usable pairs, in the order of the files.</param>
/// <param name="Shapes">The shape of each file, by its relative path.</param>
public sealed record PreferenceData(IReadOnlyList<Preference> Items, IReadOnlyDictionary<string, string> Shapes)
{
    /// <summary>Reads a file or a folder. Bad records go to the quarantine; call its <see cref="Quarantine.Check"/> when all is read.</summary>
    /// <exception cref="DatasetException">A file cannot be read or has no known shape.</exception>
    public static PreferenceData Read(string path, Quarantine quarantine)
    {
        var (items, shapes) = ShapedRecords.Read(path, quarantine, PreferenceShape.All, s => s.Name, (s, r) => s.Fits(r), (s, r) => s.Read(r));
        return new(items, shapes);
    }

    /// <summary>A pair as Heed writes it: id, prompt as messages, chosen, rejected, and rater and weight where they say something.</summary>
    public static JsonObject ToJson(Preference pair)
    {
        var json = new JsonObject { ["id"] = pair.Id, ["prompt"] = MessageJson.Of(pair.Prompt), ["chosen"] = pair.Chosen, ["rejected"] = pair.Rejected };
        if (pair.Rater is not null) json["rater"] = pair.Rater;
        if (pair.Weight != 1) json["weight"] = pair.Weight;
        return json;
    }

    /// <summary>Writes pairs, one JSON object a line.</summary>
    public static void Write(string path, IEnumerable<Preference> items) => JsonLinesFile.Write(path, items.Select(ToJson));
}
