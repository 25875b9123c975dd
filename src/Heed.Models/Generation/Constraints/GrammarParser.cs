using System.Globalization;
using System.Text;

namespace Heed.Models.Generation.Constraints;

/// <summary>Reads a grammar: <c>name ::= "text" [a-z] (group | other)* name{2,3}</c>.</summary>
internal sealed class GrammarParser(string text)
{
    private const int MostRepeats = 1000;

    private readonly GrammarBuilder _builder = new();
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _at;

    private int Line => text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n') + 1;

    private char Here => _at < text.Length ? text[_at] : '\0';

    public Grammar Parse()
    {
        for (Skip(lines: true); _at < text.Length; Skip(lines: true)) ReadRule();
        if (!_lines.ContainsKey(Grammar.Root)) throw new GrammarException(Line, "expected a rule named root, which every answer begins with; found none.");
        if (_builder.Undefined.FirstOrDefault(n => !_lines.ContainsKey(n)) is { } missing) throw new GrammarException(Line, $"no rule is named {missing}. Define it, or put text in quotes.");
        return _builder.Build();
    }

    private void ReadRule()
    {
        var line = Line;
        var name = ReadName();
        Skip(lines: false);
        Expect("::=");
        if (!_lines.TryAdd(name, line)) throw new GrammarException(line, $"{name} is defined twice, first in line {_lines[name]}. Join the two with |.");
        _builder.Define(name, ReadChoice(inBrackets: false));
        if (_at < text.Length && Here != '\n') throw Unexpected("the end of the line");
    }

    private List<GrammarSymbol[]> ReadChoice(bool inBrackets)
    {
        var alternatives = new List<GrammarSymbol[]> { ReadSequence(inBrackets) };
        while (Here == '|')
        {
            _at++;
            Skip(lines: true);
            alternatives.Add(ReadSequence(inBrackets));
        }
        return alternatives;
    }

    private GrammarSymbol[] ReadSequence(bool inBrackets)
    {
        var symbols = new List<GrammarSymbol>();
        for (Skip(inBrackets); _at < text.Length && Here is not ('|' or ')' or '\n'); Skip(inBrackets)) symbols.AddRange(ReadRepeated(ReadPart()));
        if (Here == '\n' && NextLineContinues()) Skip(lines: true);
        return [.. symbols];
    }

    /// <summary>A line that begins with a bar belongs to the rule before it.</summary>
    private bool NextLineContinues()
    {
        var at = _at;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return at < text.Length && text[at] == '|';
    }

    private GrammarSymbol[] ReadPart()
    {
        switch (Here)
        {
            case '"': return ReadLiteral();
            case '[': return ReadClass();
            case '.':
                _at++;
                return _builder.Class([(0, Utf8Ranges.Last)], except: false);
            case '(':
                _at++;
                var choice = ReadChoice(inBrackets: true);
                Expect(")");
                return _builder.Choice(choice);
            default: return [GrammarSymbol.Of(_builder.Rule(ReadName()))];
        }
    }

    private GrammarSymbol[] ReadRepeated(GrammarSymbol[] part)
    {
        switch (Here)
        {
            case '*': _at++; return _builder.Repeat(part, 0, null);
            case '+': _at++; return _builder.Repeat(part, 1, null);
            case '?': _at++; return _builder.Repeat(part, 0, 1);
            case '{': break;
            default: return part;
        }
        _at++;
        var least = ReadNumber();
        int? most = least;
        if (Here == ',')
        {
            _at++;
            most = char.IsAsciiDigit(Here) ? ReadNumber() : null;
        }
        Expect("}");
        if (most < least || Math.Max(least, most ?? 0) > MostRepeats) throw new GrammarException(Line, $"cannot repeat {least} to {most} times; expected ascending numbers up to {MostRepeats}.");
        return _builder.Repeat(part, least, most);
    }

    private GrammarSymbol[] ReadLiteral()
    {
        _at++;
        var literal = new StringBuilder();
        while (Here != '"') literal.Append(ReadCharacter("a closing quote"));
        _at++;
        return GrammarBuilder.Literal(literal.ToString());
    }

    private GrammarSymbol[] ReadClass()
    {
        _at++;
        var except = Here == '^';
        if (except) _at++;
        var ranges = new List<(int, int)>();
        while (Here != ']')
        {
            var low = ReadCharacter("a closing ]").Value;
            var high = low;
            if (Here == '-' && _at + 1 < text.Length && text[_at + 1] != ']')
            {
                _at++;
                high = ReadCharacter("a closing ]").Value;
            }
            if (high < low) throw new GrammarException(Line, "a range in [] runs backwards. Put the smaller character first.");
            ranges.Add((low, high));
        }
        _at++;
        if (ranges.Count == 0 && !except) throw new GrammarException(Line, "[] holds no character.");
        return _builder.Class(ranges, except);
    }

    private Rune ReadCharacter(string expected)
    {
        if (_at >= text.Length || Here == '\n') throw Unexpected(expected);
        if (Here != '\\')
        {
            if (!Rune.TryGetRuneAt(text, _at, out var rune)) throw Unexpected("a whole character");
            _at += rune.Utf16SequenceLength;
            return rune;
        }
        _at++;
        var escape = Here;
        _at++;
        return escape switch
        {
            'n' => new Rune('\n'),
            'r' => new Rune('\r'),
            't' => new Rune('\t'),
            'x' => ReadHexadecimal(2),
            'u' => ReadHexadecimal(4),
            'U' => ReadHexadecimal(8),
            '\\' or '"' or '[' or ']' or '-' or '^' => new Rune(escape),
            _ => throw new GrammarException(Line, $"no escape \\{escape}; there are \\n \\r \\t \\x.. \\u.... \\U........ and \\ before \" [ ] - ^ \\."),
        };
    }

    private Rune ReadHexadecimal(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            throw Unexpected($"{digits} hexadecimal digits of a character");
        _at += digits;
        return new Rune(code);
    }

    private int ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Here)) _at++;
        return int.TryParse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture, out var number) ? number : throw Unexpected("a number");
    }

    private string ReadName()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Here) || Here is '-' or '_') _at++;
        return _at > start ? text[start.._at] : throw Unexpected("a name, a text in quotes, a class in [] or a group in ()");
    }

    private void Skip(bool lines)
    {
        while (_at < text.Length)
            if (Here == '#')
                while (_at < text.Length && Here != '\n') _at++;
            else if (Here is ' ' or '\t' or '\r' || (lines && Here == '\n')) _at++;
            else return;
    }

    private void Expect(string sign)
    {
        if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) throw Unexpected(sign);
        _at += sign.Length;
    }

    private GrammarException Unexpected(string expected) =>
        new(Line, $"expected {expected}, found {(_at >= text.Length ? "the end" : Here == '\n' ? "the end of the line" : $"'{Here}'")}.");
}
