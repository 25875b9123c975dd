namespace Heed.Language.Templates;

/// <summary>The texts that stand before and after a message of one role.</summary>
public sealed record Turn(string Before, string After);
