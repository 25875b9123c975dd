namespace Heed.Language.Templates;

/// <summary>A conversation laid out and encoded whole.</summary>
/// <param name="Assistant">One entry a token: true where the template's generation blocks say that the assistant speaks.</param>
public sealed record ChatTokens(string Text, IReadOnlyList<int> Ids, IReadOnlyList<bool> Assistant);
