namespace Heed.Learning.PolicyOptimization;

/// <summary>How it is judged which tokens were better than expected.</summary>
public enum PolicyAlgorithm
{
    /// <summary>A critic and generalised advantages (Schulman et al. 2017).</summary>
    Ppo,
    /// <summary>Several answers a prompt, compared with each other (Shao et al. 2024).</summary>
    Grpo,
    /// <summary>Several answers a prompt, each against the mean of the others (Ahmadian et al. 2024).</summary>
    Rloo,
    /// <summary>One baseline for the whole batch (Hu 2025).</summary>
    ReinforcePlusPlus
}

/// <summary>How losses of tokens become one number.</summary>
public enum LossAggregation
{
    /// <summary>Every token weighs the same.</summary>
    TokenMean,
    /// <summary>Every answer weighs the same.</summary>
    AnswerMean,
    /// <summary>Sums over the longest possible answer: length does not weigh.</summary>
    FixedLength
}
