namespace Heed.Feedback.Reports;

/// <summary>How often a model that knows which answer of every pair is better would agree with what people say: the bound of a reward model's accuracy.</summary>
/// <param name="Votes">With single votes of all raters, as estimated by the model of the raters; null where they are not judged.</param>
/// <param name="VotesOfUnflagged">With single votes of the raters without a flag.</param>
/// <param name="Consensus">With the consensus of the pairs: mean of max(p, 1 − p).</param>
/// <param name="FromAgreement">With single votes, by the agreement of pairs of raters alone, as if every pair were equally clear: (1 + √(2a − 1)) / 2.</param>
public sealed record AccuracyCeiling(double? Votes, double? VotesOfUnflagged, double? Consensus, double? FromAgreement);
