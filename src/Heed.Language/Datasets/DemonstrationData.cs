using System.Text.Json.Nodes;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>Demonstrations read from files in any of the known shapes.</summary>
/// <param name="Items">The usable demonstrations, in the order of the files.</param>
/// <param name="Shapes">The shape of each file, by its relative path.</param>
public sealed record DemonstrationData(IReadOnlyList<Demonstration> Items, IReadOnlyDictionary<string, string> Shapes)
{
    /// <inheritdoc cref="PreferenceData.Read"/>
    public static DemonstrationData Read(string path, Quarantine quarantine)
    {
        var (items, shapes) = ShapedRecords.Read(path, quarantine, DemonstrationShape.All, s => s.Name, (s, r) => s.Fits(r), (s, r) => s.Read(r));
        return new(items, shapes);
    }

    /// <summary>The better answers of preference pairs, as demonstrations.</summary>
    public static Demonstration FromChosen(Preference pair) => new(pair.Id, pair.Prompt, pair.Chosen);

    /// <summary>A demonstration as Heed writes it: id, prompt as messages, completion.</summary>
    public static JsonObject ToJson(Demonstration item) =>
        new() { ["id"] = item.Id, ["prompt"] = MessageJson.Of(item.Prompt), ["completion"] = item.Completion };

    /// <summary>Writes demonstrations, one JSON object a line.</summary>
    public static void Write(string path, IEnumerable<Demonstration> items) => JsonLinesFile.Write(path, items.Select(ToJson));
}
