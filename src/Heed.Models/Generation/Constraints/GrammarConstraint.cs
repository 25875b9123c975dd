using Heed.Models.Generation.Sampling;

namespace Heed.Models.Generation.Constraints;

/// <summary>Forbids every token that would lead the answer out of its grammar, and the end before it may end.</summary>
internal sealed class GrammarConstraint(GrammarAutomaton automaton, int[] endIds) : ILogitAdjustment
{
    public void Apply(Span<float> logits, SequenceSoFar soFar)
    {
        var state = automaton.After(soFar.Answer);
        if (state is null)
        {
            logits.Fill(float.NegativeInfinity);
            return;
        }
        var allowed = automaton.Allowed(state);
        for (var token = 0; token < logits.Length; token++)
            if (!allowed[token] && !(state.Accepts && endIds.Contains(token))) logits[token] = float.NegativeInfinity;
    }

    /// <summary>The answer can only end now.</summary>
    public bool IsComplete(ReadOnlySpan<int> answer) => automaton.After(answer) is { IsComplete: true };
}
