namespace Heed.Models.Generation.Constraints;

/// <summary>Finds rules that may begin with themselves, which no automaton that reads from the left can follow.</summary>
internal static class LeftRecursion
{
    /// <exception cref="GrammarException">There is one.</exception>
    public static void Refuse(Grammar grammar)
    {
        var empty = new HashSet<GrammarRule>();
        while (grammar.Rules.Any(r => !empty.Contains(r) && r.Alternatives.Any(a => a.All(s => s.Rule is { } rule && empty.Contains(rule))) && empty.Add(r))) { }
        var firsts = grammar.Rules.ToDictionary(r => r, r => Firsts(r, empty).ToHashSet());
        foreach (var rule in grammar.Rules)
        {
            var (reached, open) = (new HashSet<GrammarRule>(), new Stack<GrammarRule>([rule]));
            while (open.TryPop(out var next))
                foreach (var first in firsts[next])
                    if (first == rule) throw new GrammarException(1, $"{rule.Name} may begin with itself. Put what repeats at the end: list ::= item list | item.");
                    else if (reached.Add(first)) open.Push(first);
        }
    }

    /// <summary>Rules that an alternative may begin with.</summary>
    private static IEnumerable<GrammarRule> Firsts(GrammarRule rule, HashSet<GrammarRule> empty)
    {
        foreach (var alternative in rule.Alternatives)
            foreach (var symbol in alternative)
            {
                if (symbol.Rule is not { } first) break;
                yield return first;
                if (!empty.Contains(first)) break;
            }
    }
}
