using System.Collections.Concurrent;
using System.Globalization;

namespace Heed.Language.Tokens.Expressions;

/// <summary>The sets of <c>\p{…}</c>: general categories, a few properties, scripts, and the bracket classes of POSIX.</summary>
internal static class UnicodeProperties
{
    private static readonly ConcurrentDictionary<string, CodePointSet?> ByName = new(StringComparer.Ordinal);

    private static readonly string[] Categories =
        ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn"];

    private static readonly Dictionary<string, string> LongNames = new()
    {
        ["letter"] = "L",
        ["uppercaseletter"] = "Lu",
        ["lowercaseletter"] = "Ll",
        ["titlecaseletter"] = "Lt",
        ["modifierletter"] = "Lm",
        ["otherletter"] = "Lo",
        ["mark"] = "M",
        ["combiningmark"] = "M",
        ["nonspacingmark"] = "Mn",
        ["spacingmark"] = "Mc",
        ["enclosingmark"] = "Me",
        ["number"] = "N",
        ["decimalnumber"] = "Nd",
        ["letternumber"] = "Nl",
        ["othernumber"] = "No",
        ["separator"] = "Z",
        ["spaceseparator"] = "Zs",
        ["lineseparator"] = "Zl",
        ["paragraphseparator"] = "Zp",
        ["other"] = "C",
        ["control"] = "Cc",
        ["format"] = "Cf",
        ["surrogate"] = "Cs",
        ["privateuse"] = "Co",
        ["unassigned"] = "Cn",
        ["punctuation"] = "P",
        ["connectorpunctuation"] = "Pc",
        ["dashpunctuation"] = "Pd",
        ["openpunctuation"] = "Ps",
        ["closepunctuation"] = "Pe",
        ["initialpunctuation"] = "Pi",
        ["finalpunctuation"] = "Pf",
        ["otherpunctuation"] = "Po",
        ["symbol"] = "S",
        ["mathsymbol"] = "Sm",
        ["currencysymbol"] = "Sc",
        ["modifiersymbol"] = "Sk",
        ["othersymbol"] = "So"
    };

    public static CodePointSet WhiteSpace { get; } = CodePointSet.Where(CodePoints.IsWhiteSpace);

    public static CodePointSet Digit => Find("Nd")!;

    public static CodePointSet Word => Find("word")!;

    public static CodePointSet HexDigit { get; } = CodePointSet.Of([('0', '9'), ('A', 'F'), ('a', 'f')]);

    /// <summary>The set of a name as expressions write it (case, spaces, hyphens and underscores do not count), or null.</summary>
    public static CodePointSet? Find(string name)
    {
        var plain = new string([.. name.Where(c => c is not (' ' or '-' or '_'))]).ToLowerInvariant();
        if (plain.StartsWith("is", StringComparison.Ordinal) && plain.Length > 2) plain = plain[2..];
        foreach (var key in (string[])["script=", "sc=", "generalcategory=", "gc="])
            if (plain.StartsWith(key, StringComparison.Ordinal)) plain = plain[key.Length..];
        return ByName.GetOrAdd(plain, Make);
    }

    private static CodePointSet? Make(string name) => LongNames.TryGetValue(name, out var code) ? OfCategories(code) : name.Length <= 2 && OfCategories(name) is { } set ? set : name switch
    {
        "any" => CodePointSet.All,
        "assigned" => OfCategories("Cn")!.Negate(),
        "ascii" => CodePointSet.Range(0, 0x7F),
        "lc" or "casedletter" => OfCategories("Lu")!.Union(OfCategories("Ll")!).Union(OfCategories("Lt")!),
        "alpha" or "alphabetic" => Alphabetic(),
        "alnum" => Alphabetic().Union(OfCategories("Nd")!),
        "word" => Alphabetic().Union(OfCategories("M")!).Union(OfCategories("Nd")!).Union(OfCategories("Pc")!),
        "upper" or "uppercase" => OfCategories("Lu")!.Union(CodePointSet.Of([(0x2160, 0x216F), (0x24B6, 0x24CF), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)])),
        "lower" or "lowercase" => OfCategories("Ll")!.Union(CodePointSet.Of([(0xAA, 0xAA), (0xBA, 0xBA), (0x2B0, 0x2B8), (0x2C0, 0x2C1), (0x2E0, 0x2E4), (0x345, 0x345), (0x37A, 0x37A),
            (0x1D2C, 0x1D6A), (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C), (0x2170, 0x217F), (0x24D0, 0x24E9)])),
        "space" or "whitespace" => WhiteSpace,
        "digit" => OfCategories("Nd"),
        "punct" => OfCategories("P")!.Union(CodePointSet.Of('$', '+', '<', '=', '>', '^', '`', '|', '~')),
        "cntrl" => OfCategories("Cc"),
        "xdigit" or "asciihexdigit" => HexDigit,
        "blank" => OfCategories("Zs")!.Union(CodePointSet.Of('\t')),
        "graph" => WhiteSpace.Union(OfCategories("Cc")!).Union(OfCategories("Cn")!).Union(OfCategories("Cs")!).Negate(),
        "print" => WhiteSpace.Except(OfCategories("Zs")!).Union(OfCategories("Cc")!).Union(OfCategories("Cn")!).Union(OfCategories("Cs")!).Negate(),
        _ => Scripts.Find(name)
    };

    /// <summary>Letters, letter numbers and what else has Other_Alphabetic (of which marks are taken whole).</summary>
    private static CodePointSet Alphabetic() => OfCategories("L")!.Union(OfCategories("Nl")!).Union(OfCategories("Mc")!)
        .Union(CodePointSet.Of([(0x345, 0x345), (0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189)]));

    private static CodePointSet? OfCategories(string code)
    {
        var wanted = new HashSet<UnicodeCategory>();
        for (var i = 0; i < Categories.Length; i++)
            if (Categories[i].StartsWith(code, StringComparison.OrdinalIgnoreCase)) wanted.Add((UnicodeCategory)i);
        return wanted.Count == 0 || code.Length == 0 ? null : CodePointSet.Where(c => wanted.Contains(CodePoints.Category(c)));
    }
}
