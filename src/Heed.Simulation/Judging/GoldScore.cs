using Heed.Simulation.Prompts;

namespace Heed.Simulation.Judging;

/// <summary>The hidden gold reward of an answer: 1 is excellent, 0 is worth nothing, below 0 does harm. <paramref name="ended"/>: the writer stopped of itself.</summary>
public delegate double GoldScore(WorldPrompt prompt, string answer, bool ended);
