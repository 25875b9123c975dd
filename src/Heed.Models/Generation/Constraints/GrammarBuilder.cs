using System.Text;

namespace Heed.Models.Generation.Constraints;

/// <summary>Puts rules together; what repeats becomes a rule of its own.</summary>
internal sealed class GrammarBuilder
{
    private readonly Dictionary<string, GrammarRule> _rules = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Rules that are spoken of but have no alternatives yet.</summary>
    public IEnumerable<string> Undefined => _rules.Values.Where(r => r.Alternatives.Count == 0).Select(r => r.Name);

    public GrammarRule Rule(string name)
    {
        if (!_rules.TryGetValue(name, out var rule)) _rules[name] = rule = new GrammarRule(name);
        return rule;
    }

    public void Define(string name, IReadOnlyList<GrammarSymbol[]> alternatives) => Rule(name).Alternatives = alternatives;

    public static GrammarSymbol[] Literal(string text) => [.. Encoding.UTF8.GetBytes(text).Select(b => GrammarSymbol.Bytes(b, b))];

    /// <summary>A choice as one symbol.</summary>
    public GrammarSymbol[] Choice(IReadOnlyList<GrammarSymbol[]> alternatives)
    {
        if (alternatives.Count == 1) return alternatives[0];
        var rule = Rule($"${_made++}");
        rule.Alternatives = alternatives;
        return [GrammarSymbol.Of(rule)];
    }

    /// <summary>A sequence from <paramref name="least"/> to <paramref name="most"/> times; without end where that is null.</summary>
    public GrammarSymbol[] Repeat(GrammarSymbol[] part, int least, int? most)
    {
        GrammarSymbol[] rest = [];
        if (most is null)
        {
            var rule = Rule($"${_made++}");
            rule.Alternatives = [[.. part, GrammarSymbol.Of(rule)], []];
            rest = [GrammarSymbol.Of(rule)];
        }
        for (var i = least; i < (most ?? least); i++) rest = Choice([[.. part, .. rest], []]);
        return [.. Enumerable.Repeat(part, least).SelectMany(p => p), .. rest];
    }

    /// <summary>One character in, or outside of, ranges of code points.</summary>
    public GrammarSymbol[] Class(IReadOnlyList<(int Low, int High)> ranges, bool except)
    {
        var inside = except ? Complement(ranges) : ranges;
        return Choice([.. inside.SelectMany(r => Utf8Ranges.Of(r.Low, r.High)).Select(s => (GrammarSymbol[])[.. s.Select(b => GrammarSymbol.Bytes(b.Low, b.High))])]);
    }

    public Grammar Build()
    {
        var root = _rules[Grammar.Root];
        return new Grammar([root, .. _rules.Values.Where(r => r != root)]);
    }

    private static List<(int Low, int High)> Complement(IReadOnlyList<(int Low, int High)> ranges)
    {
        var (rest, next) = (new List<(int, int)>(), 0);
        foreach (var (low, high) in ranges.OrderBy(r => r.Low))
        {
            if (low > next) rest.Add((next, low - 1));
            next = Math.Max(next, high + 1);
        }
        if (next <= Utf8Ranges.Last) rest.Add((next, Utf8Ranges.Last));
        return rest;
    }
}
