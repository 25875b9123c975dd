using System.Collections.Concurrent;

namespace Heed.Language.Tokens.Expressions;

/// <summary>
/// A regular expression that matches code points, with the meaning it has for Oniguruma or fancy-regex: possessive and atomic parts,
/// lookaround, classes of Unicode. Immutable; each thread works with a matcher of its own.
/// </summary>
internal sealed class Pattern
{
    private readonly ConcurrentBag<PatternMatcher> _matchers = [];
    private readonly PatternProgram _program;

    /// <exception cref="FormatException">The expression is broken or uses what is not known.</exception>
    public Pattern(string text, PatternSyntax syntax) => _program = PatternCompiler.Compile(PatternParser.Parse(text, syntax));

    /// <summary>Every match from left to right, none overlapping; an empty one never right after another.</summary>
    public void Matches(ReadOnlySpan<char> text, List<(int Start, int End)> into)
    {
        var matcher = _matchers.TryTake(out var free) ? free : new PatternMatcher(_program);
        var last = -1;
        for (var from = 0; from <= text.Length;)
        {
            if (!matcher.Find(text, from, out var start, out var end)) break;
            if (start == end && end == last)
            {
                from = end == text.Length ? end + 1 : end + CodePoints.LengthAt(text, end);
                continue;
            }
            into.Add((start, end));
            from = last = end;
        }
        _matchers.Add(matcher);
    }
}
