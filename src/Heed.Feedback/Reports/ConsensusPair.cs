namespace Heed.Feedback.Reports;

/// <summary>What the votes on a pair come to: what a reward model learns from.</summary>
/// <param name="ItemId">The comparison.</param>
/// <param name="PosteriorFirstBetter">Probability that its first answer is the better one.</param>
/// <param name="Weight">Share of the uncertainty about the pair's gap that its votes removed, in [0, 1]: near 0 where only spammers voted. 1 where raters are not judged.</param>
/// <param name="Votes">Number of votes.</param>
/// <param name="FirstShare">Share of the votes for the first answer, a tie as half: the majority's view.</param>
public sealed record ConsensusPair(string ItemId, double PosteriorFirstBetter, double Weight, int Votes, double FirstShare);
