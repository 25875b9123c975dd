namespace Heed.Rounds;

/// <summary>What a round ends with; what has no truth is null.</summary>
public sealed record RoundResult
{
    public double Seconds { get; init; }

    public long PeakMemoryBytes { get; init; }

    public required IReadOnlyDictionary<string, double> StageSeconds { get; init; }

    /// <summary>Policy against the fine-tuned model under the hidden gold, one sample a prompt, ties ½, with its 95 % Wilson interval.</summary>
    public double? GoldWinRate { get; init; }

    public double? GoldWinRateLow { get; init; }

    public double? GoldWinRateHigh { get; init; }

    /// <summary>The same under the reward model.</summary>
    public double RewardWinRate { get; init; }

    public double? GoldMeanBase { get; init; }

    public double? GoldMeanSft { get; init; }

    public double? GoldMeanPolicy { get; init; }

    /// <summary>Share of right answers.</summary>
    public double? RightSft { get; init; }

    public double? RightPolicy { get; init; }

    /// <summary>KL of the policy from the fine-tuned model, nats a response.</summary>
    public double? KlNats { get; init; }

    /// <summary>The reward model against gold; without gold, against held-out votes.</summary>
    public double? RewardAccuracy { get; init; }

    /// <summary>Over pairs whose gold differs clearly.</summary>
    public double? RewardAccuracyClear { get; init; }

    public double? RewardAccuracyVotes { get; init; }

    public double? RewardAccuracyVotesCeiling { get; init; }

    public double? RaterAlpha { get; init; }

    public IReadOnlyList<string>? FlaggedRaters { get; init; }

    public IReadOnlyList<string>? FaultyRaters { get; init; }

    public double? HeldoutLoss { get; init; }

    public double? BitsPerByte { get; init; }

    public string? Report { get; init; }

    public required string Model { get; init; }
}
