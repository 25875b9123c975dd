using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>
/// Two answers to one prompt, of which <paramref name="Chosen"/> was held the better. <paramref name="Rater"/> is null where nobody is
/// named; <paramref name="Weight"/> scales the pair's share of a loss.
/// </summary>
public sealed record Preference(string Id, Conversation Prompt, string Chosen, string Rejected, string? Rater, double Weight = 1) : Example(Id);
