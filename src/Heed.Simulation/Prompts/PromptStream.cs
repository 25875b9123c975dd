namespace Heed.Simulation.Prompts;

/// <summary>What prompts are drawn for. Streams on the held-out side share no facts with the corpus or with any other stream's prompts.</summary>
public enum PromptStream
{
    /// <summary>For demonstrations.</summary>
    Demonstration,
    /// <summary>For the candidates that raters compare.</summary>
    Candidate,
    /// <summary>For the policy's rollouts; as many as it wants.</summary>
    Rollout,
    /// <summary>Held out: for pairs on which the reward model is tested.</summary>
    RewardTest,
    /// <summary>Held out: for the final comparison of policies.</summary>
    Evaluation,
}
