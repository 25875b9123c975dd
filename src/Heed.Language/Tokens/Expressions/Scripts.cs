using System.Globalization;

namespace Heed.Language.Tokens.Expressions;

/// <summary>The script of each letter, from the Unicode data in the resource scripts.txt.</summary>
internal static class Scripts
{
    private static readonly Lazy<Dictionary<string, CodePointSet>> ByName = new(Read);

    private static readonly Lazy<(int First, int Last, string Name)[]> Ranges = new(() =>
        [.. ByName.Value.SelectMany(s => s.Value.Ranges.Select(r => (r.First, r.Last, s.Key))).Order()]);

    /// <summary>The letters of a script, by its name in lower case without separators; null for a name that is none.</summary>
    public static CodePointSet? Find(string name) => ByName.Value.GetValueOrDefault(name);

    /// <summary>The script of a code point; "unknown" where the data say nothing.</summary>
    public static string Of(int codePoint)
    {
        var ranges = Ranges.Value;
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (codePoint < ranges[middle].First) high = middle - 1;
            else if (codePoint > ranges[middle].Last) low = middle + 1;
            else return ranges[middle].Name;
        }
        return "unknown";
    }

    private static Dictionary<string, CodePointSet> Read()
    {
        var scripts = new Dictionary<string, CodePointSet>(StringComparer.Ordinal);
        using var reader = new StreamReader(typeof(Scripts).Assembly.GetManifestResourceStream("scripts.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var fields = line.Split(' ');
            scripts[fields[0]] = CodePointSet.Of(fields.Skip(1).Select(Range));
        }
        return scripts;
    }

    private static (int, int) Range(string field)
    {
        var ends = field.Split('-');
        return (int.Parse(ends[0], NumberStyles.HexNumber), int.Parse(ends[^1], NumberStyles.HexNumber));
    }
}
