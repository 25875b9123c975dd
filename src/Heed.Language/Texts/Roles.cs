namespace Heed.Language.Texts;

/// <summary>The roles that chat templates know.</summary>
public static class Roles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";

    /// <summary>What a tool gave back.</summary>
    public const string Tool = "tool";
}
