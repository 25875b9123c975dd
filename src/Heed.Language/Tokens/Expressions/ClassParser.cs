namespace Heed.Language.Tokens.Expressions;

/// <summary>Sets of letters in an expression: <c>[…]</c>, with sets inside sets and <c>&amp;&amp;</c>, and escapes.</summary>
internal sealed class ClassParser(PatternReader reader, PatternSyntax syntax)
{
    // For fancy-regex the joiners are parts of words.
    private readonly CodePointSet _word = syntax == PatternSyntax.Fancy ? UnicodeProperties.Word.Union(CodePointSet.Range(0x200C, 0x200D)) : UnicodeProperties.Word;

    private const int DeepestNesting = 20;

    private int _depth;

    public CodePointSet Bracket()
    {
        if (++_depth > DeepestNesting) throw reader.Wrong($"sets nested more than {DeepestNesting} deep");
        reader.Skip(1);
        var negated = reader.TryTake('^');
        var (whole, part) = ((CodePointSet?)null, CodePointSet.Empty);
        for (var first = true; ; first = false)
        {
            if (reader.AtEnd) throw reader.Wrong("a set lacks its ']'");
            if (!first && reader.TryTake(']')) break;
            if (reader.TryTake("&&"))
            {
                whole = whole?.Intersect(part) ?? part;
                part = CodePointSet.Empty;
            }
            else part = part.Union(Item());
        }
        _depth--;
        whole = whole?.Intersect(part) ?? part;
        return negated ? whole.Negate() : whole;
    }

    /// <summary>What stands after a backslash: a set, or one letter.</summary>
    public CodePointSet Escaped()
    {
        reader.Skip(1);
        var letter = reader.Take();
        return letter switch
        {
            's' => UnicodeProperties.WhiteSpace,
            'S' => UnicodeProperties.WhiteSpace.Negate(),
            'd' => UnicodeProperties.Digit,
            'D' => UnicodeProperties.Digit.Negate(),
            'w' => _word,
            'W' => _word.Negate(),
            'h' => UnicodeProperties.HexDigit,
            'H' => UnicodeProperties.HexDigit.Negate(),
            'N' => CodePointSet.Of('\n').Negate(),
            'O' => CodePointSet.All,
            'p' => Property(negated: false),
            'P' => Property(negated: true),
            _ => CodePointSet.Of(Letter(letter))
        };
    }

    private CodePointSet Item()
    {
        if (reader.Next == '[') return reader.Rest.StartsWith("[:") && Posix() is { } named ? named : Bracket();
        if (reader.Next == '\\' && reader.PeekAfterBackslash is 's' or 'S' or 'd' or 'D' or 'w' or 'W' or 'h' or 'H' or 'p' or 'P') return Escaped();
        var first = OneLetter();
        if (!reader.Rest.StartsWith("-") || reader.Rest.Length < 2 || reader.Rest[1] is ']' or '[') return CodePointSet.Of(first);
        if (reader.Rest[1] == '\\' && reader.Rest.Length > 2 && reader.Rest[2] is 's' or 'S' or 'd' or 'D' or 'w' or 'W' or 'p' or 'P') return CodePointSet.Of(first);
        reader.Skip(1);
        var last = OneLetter();
        return first <= last ? CodePointSet.Range(first, last) : throw reader.Wrong("a range ends before it begins");
    }

    private int OneLetter()
    {
        if (reader.Next != '\\') return reader.Take();
        reader.Skip(1);
        return Letter(reader.Take(), inSet: true);
    }

    private CodePointSet? Posix()
    {
        var close = reader.Rest.IndexOf(":]");
        if (close < 0) return null;
        var name = reader.Rest[2..close].ToString();
        var set = UnicodeProperties.Find(name.TrimStart('^')) ?? throw reader.Wrong($"'[:{name}:]' is no set that is known");
        reader.Skip(close + 2);
        return name.StartsWith('^') ? set.Negate() : set;
    }

    private CodePointSet Property(bool negated)
    {
        string name;
        if (reader.TryTake('{'))
        {
            var close = reader.Rest.IndexOf('}');
            if (close < 0) throw reader.Wrong("a property lacks its '}'");
            name = reader.Rest[..close].ToString();
            reader.Skip(close + 1);
        }
        else name = char.ConvertFromUtf32(reader.Take());
        if (name.StartsWith('^')) (negated, name) = (!negated, name[1..]);
        var set = UnicodeProperties.Find(name) ?? throw reader.Wrong($"'{name}' is no property that is known");
        return negated ? set.Negate() : set;
    }

    private int Letter(int letter, bool inSet = false)
    {
        switch (letter)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'f': return '\f';
            case 'v': return '\v';
            case 'a': return '\a';
            case 'e': return 27;
            case 'b' when inSet: return '\b';
            case '0': return 0;
            case 'u' or 'x' or 'U' when reader.TryTake('{'):
                var braced = reader.Hexadecimal(6);
                return reader.TryTake('}') ? braced : throw reader.Wrong("a number lacks its '}'");
            case 'x': return reader.Hexadecimal(2);
            case 'u': return reader.Hexadecimal(4);
            case 'U': return reader.Hexadecimal(8);
        }
        return letter < 0x80 && char.IsAsciiLetterOrDigit((char)letter) ? throw reader.Wrong($"'\\{(char)letter}' is not supported") : letter;
    }
}
