namespace Heed.Language.Tokens.Expressions;

/// <summary>Reads an expression. Groups capture nothing: only where a match begins and ends is asked for. What is not known is refused.</summary>
internal sealed class PatternParser
{
    private const int DeepestNesting = 100, MostRepeats = 1000;

    // \R: CR LF as one, or one letter that ends a line.
    private static readonly AtomicGroup LineBreak = new(new Alternation(
        [new Concatenation([new OneOf(CodePointSet.Of('\r')), new OneOf(CodePointSet.Of('\n'))]), new OneOf(CodePointSet.Of([('\n', '\r'), (0x85, 0x85), (0x2028, 0x2029)]))]));

    private readonly PatternReader _reader;
    private readonly PatternSyntax _syntax;
    private readonly ClassParser _classes;
    private PatternFlags _flags;
    private int _depth;

    private PatternParser(string pattern, PatternSyntax syntax)
    {
        _reader = new PatternReader(pattern);
        _syntax = syntax;
        _classes = new ClassParser(_reader, syntax);
        _flags = new PatternFlags { Multiline = syntax == PatternSyntax.Oniguruma };
    }

    /// <exception cref="FormatException">The expression is broken or uses what is not known; the message says where.</exception>
    public static PatternNode Parse(string pattern, PatternSyntax syntax)
    {
        var parser = new PatternParser(pattern, syntax);
        var node = parser.Choices();
        return parser._reader.AtEnd ? node : throw parser._reader.Wrong("unmatched ')'");
    }

    private PatternNode Choices()
    {
        if (++_depth > DeepestNesting) throw _reader.Wrong($"groups nested more than {DeepestNesting} deep");
        var choices = new List<PatternNode> { Sequence() };
        while (_reader.TryTake('|')) choices.Add(Sequence());
        _depth--;
        return choices.Count == 1 ? choices[0] : new Alternation(choices);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (!_reader.AtEnd && _reader.Next is not ('|' or ')'))
            if (Atom() is { } atom) parts.Add(Repeated(atom));
        return parts.Count == 1 ? parts[0] : new Concatenation(parts);
    }

    private PatternNode Repeated(PatternNode atom)
    {
        while (!_reader.AtEnd)
        {
            if (_flags.Extended) SkipComments();
            var braces = false;
            var (least, most) = (0, int.MaxValue);
            if (_reader.TryTake('*')) { }
            else if (_reader.TryTake('+')) least = 1;
            else if (_reader.TryTake('?')) most = 1;
            else if (Braces(ref least, ref most)) braces = true;
            else return atom;
            var greed = Greed.Greedy;
            if (_reader.TryTake('?')) greed = Greed.Lazy;
            else if ((!braces || _syntax == PatternSyntax.Fancy) && _reader.TryTake('+')) greed = Greed.Possessive;
            atom = new Repetition(atom, least, most, greed);
        }
        return atom;
    }

    /// <summary>{n}, {n,}, {n,m} and Oniguruma's {,m}; anything else is text.</summary>
    private bool Braces(ref int least, ref int most)
    {
        if (_reader.AtEnd || _reader.Next != '{') return false;
        var close = _reader.Rest.IndexOf('}');
        var bounds = close < 0 ? [] : _reader.Rest[1..close].ToString().Split(',');
        if (bounds.Length is < 1 or > 2 || !bounds.All(b => b.All(char.IsAsciiDigit)) || bounds.All(b => b.Length == 0)) return false;
        if (bounds[0].Length == 0 && _syntax != PatternSyntax.Oniguruma) return false;
        if (bounds.Any(b => b.Length > 4 || (b.Length > 0 && int.Parse(b) > MostRepeats))) throw _reader.Wrong($"more than {MostRepeats} repeats");
        least = bounds[0].Length == 0 ? 0 : int.Parse(bounds[0]);
        most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? int.MaxValue : int.Parse(bounds[1]);
        if (most < least) throw _reader.Wrong($"{{{least},{most}}} asks for less than it starts with");
        _reader.Skip(close + 1);
        return true;
    }

    private PatternNode? Atom()
    {
        if (_flags.Extended && SkipComments()) return null;
        switch (_reader.Next)
        {
            case '(': return Group();
            case '[': return Set(_classes.Bracket());
            case '\\': return Escape();
            case '.':
                _reader.Skip(1);
                return new OneOf(_flags.DotMatchesLineEnd ? CodePointSet.All : CodePointSet.Of('\n').Negate());
            case '^':
                _reader.Skip(1);
                return new Assertion(_flags.Multiline ? Place.LineStart : Place.TextStart);
            case '$':
                _reader.Skip(1);
                return new Assertion(_flags.Multiline ? Place.LineEnd : Place.TextEnd);
            case '*' or '+' or '?':
                throw _reader.Wrong($"nothing to repeat before '{(char)_reader.Next}'");
            default:
                return Set(CodePointSet.Of(_reader.Take()));
        }
    }

    private OneOf Set(CodePointSet set) => new(_flags.IgnoreCase ? CaseFolding.Widen(set) : set);

    private PatternNode Escape()
    {
        var place = _reader.PeekAfterBackslash switch
        {
            'A' => Place.TextStart,
            'z' => Place.TextEnd,
            'Z' => Place.TextEndOrFinalNewline,
            'b' => Place.WordBoundary,
            'B' => Place.NotWordBoundary,
            _ => (Place?)null
        };
        if (_reader.TryTake("\\R")) return LineBreak;
        if (place is null) return Set(_classes.Escaped());
        _reader.Skip(2);
        return new Assertion(place.Value);
    }

    private PatternNode? Group()
    {
        _reader.Skip(1);
        var outer = _flags;
        PatternNode? node;
        if (!_reader.TryTake('?')) node = Choices();
        else if (_reader.TryTake("#"))
        {
            while (!_reader.AtEnd && _reader.Next != ')') _reader.Skip(1);
            node = null;
        }
        else if (_reader.TryTake(":") || TryName()) node = Choices();
        else if (_reader.TryTake(">")) node = new AtomicGroup(Choices());
        else if (_reader.TryTake("=")) node = new Lookaround(Choices(), Behind: false, Negated: false);
        else if (_reader.TryTake("!")) node = new Lookaround(Choices(), Behind: false, Negated: true);
        else if (_reader.TryTake("<=")) node = new Lookaround(Choices(), Behind: true, Negated: false);
        else if (_reader.TryTake("<!")) node = new Lookaround(Choices(), Behind: true, Negated: true);
        else
        {
            _flags = _flags.Changed(_reader, _syntax);
            // (?i) holds to the end of the group it stands in, and over the choices that follow; (?i:…) inside only.
            if (!_reader.TryTake(':'))
            {
                Close();
                return null;
            }
            node = Choices();
        }
        Close();
        _flags = outer;
        return node;
    }

    private bool TryName()
    {
        if (!_reader.Rest.StartsWith("P<") && !(_reader.Rest.StartsWith("<") && _reader.Rest.Length > 1 && _reader.Rest[1] is not ('=' or '!'))) return false;
        var close = _reader.Rest.IndexOf('>');
        if (close < 0) throw _reader.Wrong("a group's name lacks its '>'");
        _reader.Skip(close + 1);
        return true;
    }

    private void Close()
    {
        if (!_reader.TryTake(')')) throw _reader.Wrong("a group lacks its ')'");
    }

    private bool SkipComments()
    {
        var skipped = false;
        while (!_reader.AtEnd && (_reader.Next == '#' || CodePoints.IsWhiteSpace(_reader.Next)))
        {
            if (_reader.Next == '#')
                while (!_reader.AtEnd && _reader.Next != '\n') _reader.Skip(1);
            else _reader.Skip(1);
            skipped = true;
        }
        return skipped;
    }
}
