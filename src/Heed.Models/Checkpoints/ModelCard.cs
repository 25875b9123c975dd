using System.Text;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>What a model folder's README.md says in its front matter of licence and origin: it goes with the weights wherever they go.</summary>
public sealed record ModelCard
{
    private const string FileName = "README.md";
    private static readonly string[] Kept = ["license", "license_name", "license_link", "language", "base_model", "datasets"];

    private readonly List<string> _lines = [];

    /// <summary>The licence's name; null where the card does not say.</summary>
    public string? Licence => Value("license_name") ?? Value("license");

    /// <summary>The model that this one was made from; null where the card does not say.</summary>
    public string? BaseModel => Value("base_model");

    /// <summary>The card of a folder; empty where there is none.</summary>
    public static ModelCard Read(string folder)
    {
        var card = new ModelCard();
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return card;
        using var reader = new StreamReader(path);
        if (reader.ReadLine()?.Trim() != "---") return card;
        var keeps = false;
        for (var line = reader.ReadLine(); line is not null && line.Trim() != "---"; line = reader.ReadLine())
        {
            if (line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '-') keeps = Kept.Any(k => line.StartsWith(k + ":", StringComparison.Ordinal));
            if (keeps) card._lines.Add(line);                            // with the entries of a list below it
        }
        return card;
    }

    /// <summary>Writes a card with the same licence that says what the model was made from.</summary>
    /// <param name="origin">The model that this one was made from: a name or a folder; where the card already names one, that stays.</param>
    /// <param name="what">What was done, in a sentence.</param>
    public void Write(string folder, string origin, string what)
    {
        var text = new StringBuilder("---\n");
        foreach (var line in _lines) text.Append(line).Append('\n');
        if (BaseModel is null) text.Append("base_model: ").Append(Quoted(origin)).Append('\n');
        text.Append("library_name: transformers\n---\n\n").Append(what).Append('\n');
        if (Licence is null) text.Append("\nThe source states no licence; whoever passes this model on has to find out.\n");
        AtomicFile.WriteText(Path.Combine(folder, FileName), text.ToString());
    }

    /// <summary>Takes licence and origin of one model folder to one made from it: its card, and the licence texts beside it.</summary>
    /// <param name="what">What was done, in a sentence.</param>
    public static void Carry(string from, string to, string what)
    {
        CompanionFiles.CopyLicence(from, to);
        Read(from).Write(to, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(from))), what);
    }

    /// <summary>A line of the front matter; null where it is not there.</summary>
    internal string? Value(string key)
    {
        var at = _lines.FindIndex(l => l.StartsWith(key + ":", StringComparison.Ordinal));
        if (at < 0) return null;
        var own = _lines[at][(key.Length + 1)..].Trim();
        if (own.Length == 0 && at + 1 < _lines.Count && _lines[at + 1].TrimStart().StartsWith('-')) own = _lines[at + 1].TrimStart()[1..].Trim();
        return own.Trim('"', '\'') is { Length: > 0 } value ? value : null;
    }

    internal void Set(string key, string value) => _lines.Add($"{key}: {Quoted(value.ReplaceLineEndings(" "))}");

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
