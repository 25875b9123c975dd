using System.Globalization;

namespace Heed.Language.Texts;

/// <summary>The Unicode data that normalisation needs, read once from the resource normalization.txt.</summary>
internal sealed class NormalizationData
{
    public static readonly Lazy<NormalizationData> Instance = new(() => new NormalizationData());

    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int, int), int> _joined = [];
    private readonly HashSet<int> _seconds;

    private NormalizationData()
    {
        var excluded = new HashSet<int>();
        using var reader = new StreamReader(typeof(NormalizationData).Assembly.GetManifestResourceStream("normalization.txt")!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) Add(line.Split(' '), excluded);
        // A letter that decomposes to one part, or whose first part is a mark, does not come back (full composition exclusion).
        foreach (var (letter, parts) in _canonical)
            if (parts.Length == 2 && Class(letter) == 0 && Class(parts[0]) == 0 && !excluded.Contains(letter)) _joined[(parts[0], parts[1])] = letter;
        _seconds = [.. _joined.Keys.Select(pair => pair.Item2)];
    }

    /// <summary>Every letter the data say something of; Hangul is computed.</summary>
    public IEnumerable<int> Letters => _classes.Keys.Concat(_canonical.Keys).Concat(_compatible.Keys).Concat(_seconds);

    /// <summary>The canonical combining class; 0 for a starter.</summary>
    public byte Class(int letter) => letter < 0x300 ? (byte)0 : _classes.GetValueOrDefault(letter);

    /// <summary>One level of decomposition, or null.</summary>
    public int[]? Parts(int letter, bool compatible) =>
        letter < 0xA0 ? null : _canonical.TryGetValue(letter, out var parts) || (compatible && _compatible.TryGetValue(letter, out parts)) ? parts : null;

    /// <summary>The letter two letters compose to, or -1.</summary>
    public int Joined(int first, int second) => _joined.GetValueOrDefault((first, second), -1);

    /// <summary>Whether a letter may compose with one before it.</summary>
    public bool IsSecond(int letter) => _seconds.Contains(letter);

    private void Add(string[] fields, HashSet<int> excluded)
    {
        var numbers = fields.Skip(fields[0] == "c" ? 2 : 1).Select(f => int.Parse(f, NumberStyles.HexNumber)).ToArray();
        switch (fields[0])
        {
            case "c":
                for (var letter = numbers[0]; letter <= numbers[^1]; letter++) _classes[letter] = byte.Parse(fields[1]);
                break;
            case "d":
                _canonical[numbers[0]] = numbers[1..];
                break;
            case "k":
                _compatible[numbers[0]] = numbers[1..];
                break;
            case "x":
                excluded.UnionWith(numbers);
                break;
        }
    }
}
