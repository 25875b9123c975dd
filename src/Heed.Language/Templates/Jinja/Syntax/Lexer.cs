using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>
/// A template's text to tokens, with transformers' settings: trim_blocks (the line end after a block or a comment goes), lstrip_blocks
/// (the white space before one that begins its line goes), a last line end dropped, every line end <c>\n</c>.
/// </summary>
internal sealed partial class Lexer
{
    private const int LongestTemplate = 4 << 20;

    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private readonly List<int> _lines = [0];
    private readonly Stack<char> _open = new();
    private int _at;

    private Lexer(string template)
    {
        if (template.Length > LongestTemplate) throw Fault.Syntax($"the template has {template.Length:N0} characters, at most {LongestTemplate:N0} are read", new Position(1, 1));
        var source = template.Replace("\r\n", "\n").Replace('\r', '\n');
        _source = source.EndsWith('\n') ? source[..^1] : source;
        for (var i = 0; i < _source.Length; i++)
            if (_source[i] == '\n') _lines.Add(i + 1);
    }

    public static List<Token> Read(string template)
    {
        var lexer = new Lexer(template);
        while (lexer._at < lexer._source.Length) lexer.Text();
        lexer.Add(TokenKind.End, "", lexer._source.Length);
        return lexer._tokens;
    }

    private Position Place(int at)
    {
        var line = _lines.BinarySearch(at);
        if (line < 0) line = ~line - 1;
        return new Position(line + 1, at - _lines[line] + 1);
    }

    private void Add(TokenKind kind, string text, int at, object? value = null) => _tokens.Add(new Token(kind, text, Place(at), value));

    // Text up to the next tag, then the tag.
    private void Text()
    {
        var start = _at;
        var tag = NextTag(start);
        if (tag < 0)
        {
            Add(TokenKind.Text, _source[start..], start);
            _at = _source.Length;
            return;
        }
        var raw = RawBegin().Match(_source, tag);
        var sign = tag + 2 < _source.Length && _source[tag + 2] is '-' or '+' ? _source[tag + 2] : ' ';
        AddText(start, tag, sign, _source[tag + 1] == '{');
        _at = raw.Success ? tag + raw.Length : tag + (sign == ' ' ? 2 : 3);
        if (raw.Success) Raw(tag);
        else if (_source[tag + 1] == '#') Comment(tag);
        else Inside(tag, _source[tag + 1] == '{');
    }

    private int NextTag(int from)
    {
        for (var i = from; ; i++)
        {
            i = _source.IndexOf('{', i);
            if (i < 0 || i + 1 >= _source.Length) return -1;
            if (_source[i + 1] is '{' or '%' or '#') return i;
        }
    }

    private void AddText(int start, int end, char sign, bool output)
    {
        var last = end;
        if (sign == '-')
            while (last > start && PyText.IsSpace(_source[last - 1])) last--;
        else if (sign != '+' && !output)
        {
            var line = end > start ? _source.LastIndexOf('\n', end - 1, end - start) + 1 : 0;
            var begins = line > 0 ? line : start == 0 || _source[start - 1] == '\n' ? start : -1;
            if (begins >= 0 && PyText.IsSpace(_source.AsSpan(begins, end - begins))) last = begins;
        }
        if (last > start) Add(TokenKind.Text, _source[start..last], start);
    }

    private void Raw(int tag)
    {
        var end = RawEnd().Match(_source, _at);
        if (!end.Success) throw Fault.Syntax("Missing end of raw directive", Place(tag));
        var sign = end.Value[2] is '-' or '+' ? end.Value[2] : ' ';
        AddText(_at, end.Index, sign, output: false);
        _at = end.Index + end.Length;
        Close(end.Value, block: true);
    }

    private void Comment(int tag)
    {
        var end = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (end < 0) throw Fault.Syntax("Missing end of comment tag", Place(tag));
        var sign = end > _at ? _source[end - 1] : ' ';
        _at = end + 2;
        Close(sign + "#}", block: true);
    }

    // What a tag's end takes with it.
    private void Close(string end, bool block)
    {
        if (end.TrimEnd().EndsWith("-%}", StringComparison.Ordinal) || end is "-}}" or "-#}")
            while (_at < _source.Length && PyText.IsSpace(_source[_at])) _at++;
        else if (block && end.Length >= 3 && end[^3] != '+' && _at < _source.Length && _source[_at] == '\n' && !end.EndsWith('\n')) _at++;
    }

    private void Inside(int tag, bool output)
    {
        Add(output ? TokenKind.OutputBegin : TokenKind.BlockBegin, "", tag);
        _open.Clear();
        while (_at < _source.Length)
        {
            if (_open.Count == 0 && TagEnd(output) is { } end)
            {
                Add(output ? TokenKind.OutputEnd : TokenKind.BlockEnd, "", _at);
                _at += end.Length;
                Close(end.Length == 2 ? " " + end : end, !output);
                return;
            }
            if (PyText.IsSpace(_source[_at])) _at++;
            else Piece();
        }
    }

    private string? TagEnd(bool output)
    {
        var rest = _source.AsSpan(_at);
        if (output) return rest.StartsWith("-}}") ? "-}}" : rest.StartsWith("}}") ? "}}" : null;
        return rest.StartsWith("-%}") ? "-%}" : rest.StartsWith("+%}") ? "+%}" : rest.StartsWith("%}") ? "%}" : null;
    }

    private void Piece()
    {
        var c = _source[_at];
        if (c is '\'' or '"') Quoted(c);
        else if (char.IsAsciiDigit(c)) Number();
        else if (c == '_' || char.IsLetter(c)) Name();
        else Operator();
    }

    private void Name()
    {
        var start = _at;
        while (_at < _source.Length && (_source[_at] == '_' || char.IsLetterOrDigit(_source[_at]) || char.GetUnicodeCategory(_source[_at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)) _at++;
        Add(TokenKind.Name, _source[start.._at], start);
    }

    private void Quoted(char quote)
    {
        var end = _at + 1;
        while (end < _source.Length && _source[end] != quote) end += _source[end] == '\\' ? 2 : 1;
        if (end >= _source.Length) throw Fault.Syntax($"unexpected char {PyRepr.Text(quote.ToString())} at {_at}: the string is not closed", Place(_at));
        Add(TokenKind.String, "", _at, StringLiteral.Read(_source[(_at + 1)..end], Place(_at)));
        _at = end + 1;
    }

    private void Number()
    {
        var number = FloatNumber().Match(_source, _at);
        var isFloat = number.Success;
        if (!isFloat) number = IntegerNumber().Match(_source, _at);
        var digits = number.Value.Replace("_", "").ToLowerInvariant();
        if (digits.Length > 4300) throw Fault.Syntax("a number of more than 4300 digits", Place(_at));
        if (isFloat) Add(TokenKind.Float, digits, _at, double.Parse(digits, NumberStyles.Float));
        else Add(TokenKind.Integer, digits, _at, Integer(digits));
        _at += number.Length;
    }

    private static BigInteger Integer(string digits)
    {
        var radix = digits.Length < 2 ? 10 : digits[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
        return PyNumber.Parse(radix == 10 ? digits : digits[2..], radix)!.Value;
    }

    private void Operator()
    {
        var two = _at + 2 <= _source.Length ? _source.Substring(_at, 2) : "";
        var symbol = two is "//" or "**" or "==" or "!=" or ">=" or "<=" ? two : _source[_at].ToString();
        if (!"+-/*%~[](){}><=.:|,;".Contains(symbol[0]) && symbol != "!=")
            throw Fault.Syntax($"unexpected char {PyRepr.Text(symbol)} at {_at}", Place(_at));
        if (symbol is "(" or "[" or "{") _open.Push(symbol[0] switch { '(' => ')', '[' => ']', _ => '}' });
        else if (symbol is ")" or "]" or "}")
        {
            if (!_open.TryPop(out var expected)) throw Fault.Syntax($"unexpected '{symbol}'", Place(_at));
            if (expected != symbol[0]) throw Fault.Syntax($"unexpected '{symbol}', expected '{expected}'", Place(_at));
        }
        Add(TokenKind.Operator, symbol, _at);
        _at += symbol.Length;
    }

    [GeneratedRegex(@"\G\{%[-+]?[\s\x1c-\x1f]*raw[\s\x1c-\x1f]*(?:-%\}[\s\x1c-\x1f]*|%\})")]
    private static partial Regex RawBegin();

    [GeneratedRegex(@"\{%[-+]?[\s\x1c-\x1f]*endraw[\s\x1c-\x1f]*(?:\+%\}|-%\}|%\})")]
    private static partial Regex RawEnd();

    [GeneratedRegex(@"\G(?<!\.)(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?[eE][-+]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)")]
    private static partial Regex FloatNumber();

    [GeneratedRegex(@"\G(?:0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*)")]
    private static partial Regex IntegerNumber();
}
