using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Datasets;

/// <summary>Conversations as lists of {role, content}.</summary>
internal static class MessageJson
{
    public static JsonArray Of(Conversation conversation) =>
        new([.. conversation.Messages.Select(m => new JsonObject { ["role"] = m.Role, ["content"] = m.Content })]);
}
