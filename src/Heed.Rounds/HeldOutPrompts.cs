using Heed.Runs;

namespace Heed.Rounds;

/// <summary>Which prompts a round keeps from everything it learns: by the prompt's id, so that every stage agrees.</summary>
public static class HeldOutPrompts
{
    public static bool Contains(string promptId, double share, ulong seed) => new SeededRandom(seed, $"feedback/heldout/{promptId}").Chance(share);
}
