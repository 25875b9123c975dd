namespace Heed.Language.Tokens.Expressions;

/// <summary>A part of an expression.</summary>
internal abstract record PatternNode;

/// <summary>One code point of a set.</summary>
internal sealed record OneOf(CodePointSet Set) : PatternNode;

internal sealed record Concatenation(IReadOnlyList<PatternNode> Parts) : PatternNode;

/// <summary>The first choice that lets the whole match.</summary>
internal sealed record Alternation(IReadOnlyList<PatternNode> Choices) : PatternNode;

internal enum Greed { Greedy, Lazy, Possessive }

/// <param name="Most">int.MaxValue: no limit.</param>
internal sealed record Repetition(PatternNode Body, int Least, int Most, Greed Greed) : PatternNode;

/// <summary>Once matched it is not tried otherwise: <c>(?&gt;…)</c>.</summary>
internal sealed record AtomicGroup(PatternNode Body) : PatternNode;

/// <summary>Whether something stands ahead of, or behind, the place; takes no text.</summary>
internal sealed record Lookaround(PatternNode Body, bool Behind, bool Negated) : PatternNode;

internal enum Place { TextStart, TextEnd, TextEndOrFinalNewline, LineStart, LineEnd, WordBoundary, NotWordBoundary }

internal sealed record Assertion(Place Place) : PatternNode;
