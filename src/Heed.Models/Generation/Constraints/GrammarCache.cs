using System.Runtime.CompilerServices;
using Heed.Language.Tokens;

namespace Heed.Models.Generation.Constraints;

/// <summary>The automata of a generator's grammars: what one request has worked out, the next one finds.</summary>
internal sealed class GrammarCache(Tokenizer tokenizer, int vocabularySize)
{
    private readonly Lazy<TokenTrie> _tokens = new(() => new TokenTrie(tokenizer, vocabularySize));
    private readonly ConditionalWeakTable<Grammar, GrammarAutomaton> _automata = [];

    public GrammarAutomaton For(Grammar grammar) => _automata.GetValue(grammar, g => new GrammarAutomaton(g, _tokens.Value));
}
