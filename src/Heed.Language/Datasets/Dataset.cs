using System.Text.Json.Nodes;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets;

/// <summary>Examples from files of any known format and shape, and back into the shape that Heed writes.</summary>
public static class Dataset
{
    /// <summary>What stands for the shape of a file in a folder whose other files have one.</summary>
    public const string NotRead = "not read: none of the known shapes";

    /// <summary>Reads a file or a folder. Bad records go to the quarantine; call its <see cref="Quarantine.Check"/> when all is read.</summary>
    /// <param name="part">Which part of a folder with configurations and splits; null: the default.</param>
    /// <exception cref="DatasetException">A file cannot be read, or has no shape that serves.</exception>
    public static Dataset<T> Read<T>(string path, Quarantine quarantine, DatasetPart? part = null) where T : Example
    {
        var shapes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        return new([.. Stream<T>(DataFiles.Of(path, part), quarantine, shapes)], shapes);
    }

    /// <summary>The same, one record in memory at a time.</summary>
    /// <param name="shapes">Is told the shape of each file, by its relative path.</param>
    public static IEnumerable<T> Stream<T>(DataFiles files, Quarantine quarantine, IDictionary<string, string> shapes) where T : Example
    {
        var wanted = Reduction.MeaningOf<T>();
        DatasetException? strange = null;
        foreach (var file in files.Files)
        {
            using var shaped = new ShapedFile(file, wanted, quarantine);
            if (shaped.IsEmpty) quarantine.Check(file);
            else if (shaped.Shape is not { } shape)
            {
                strange ??= shaped.Refusal(wanted);
                shapes[files.Relative(file)] = NotRead;
            }
            else
            {
                shapes[files.Relative(file)] = shape.Name;
                foreach (var example in shaped.Read().SelectMany(r => r.Examples).SelectMany(e => Reduction.Of(e, wanted))) yield return (T)example;
            }
        }
        if (strange is not null && shapes.Values.All(shape => shape == NotRead)) throw strange;
    }

    /// <summary>An example as Heed writes it: TRL's conversational form with the id.</summary>
    public static JsonObject ToJson(Example example) => DataShape.Of(Reduction.MeaningOf(example)).WriteWhole(example);

    /// <summary>Writes examples, one JSON object a line.</summary>
    public static void Write(string path, IEnumerable<Example> examples) => JsonLinesFile.Write(path, examples.Select(ToJson));
}

/// <param name="Items">What could be used, in the order of the files.</param>
/// <param name="Shapes">The shape of each file, by its relative path.</param>
public sealed record Dataset<T>(IReadOnlyList<T> Items, IReadOnlyDictionary<string, string> Shapes) where T : Example;
