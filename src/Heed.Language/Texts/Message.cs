namespace Heed.Language.Texts;

/// <summary>One turn of a conversation: who speaks and what is said. Roles are the field's words: <see cref="Roles"/>.</summary>
public sealed record Message(string Role, string Content)
{
    public static Message FromSystem(string content) => new(Roles.System, content);

    public static Message FromUser(string content) => new(Roles.User, content);

    public static Message FromAssistant(string content) => new(Roles.Assistant, content);
}
