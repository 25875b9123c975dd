namespace Heed.Rounds.Stages;

/// <summary>
/// What a simulated world knows and nothing that learns may see: handed to the evidence stage alone, as delegates over a prompt's id, an
/// answer, and whether the model ended it.
/// </summary>
/// <param name="Gold">The hidden reward; 1 is excellent, 0 worthless, below 0 harmful.</param>
/// <param name="Right">Whether the answer answers the question rightly.</param>
/// <param name="Inappropriate">Whether it is rude or unsafe.</param>
public sealed record HiddenTruth(Func<string, string, bool, double> Gold, Func<string, string, bool> Right, Func<string, string, bool> Inappropriate);
