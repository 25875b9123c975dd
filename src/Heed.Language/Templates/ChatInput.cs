using System.Text.Json.Nodes;
using Heed.Language.Texts;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>What a chat template is given, as transformers gives it.</summary>
public sealed record ChatInput
{
    /// <summary>Objects with role and content, and what else the template knows (tool_calls, reasoning_content …). Members that are null are left out.</summary>
    public required JsonArray Messages { get; init; }

    /// <summary>Functions the model may call, as JSON schemas; null: none.</summary>
    public JsonArray? Tools { get; init; }

    /// <summary>Texts to answer from; null: none.</summary>
    public JsonArray? Documents { get; init; }

    /// <summary>Whether the text ends where the assistant is to speak.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>Further variables (enable_thinking …).</summary>
    public JsonObject More { get; init; } = [];

    public static ChatInput Of(Conversation conversation, bool addGenerationPrompt)
    {
        var more = conversation.Variables is { } variables ? JsonNode.Parse(variables)!.AsObject() : [];
        more.Remove("documents", out var documents);
        return Of(conversation, addGenerationPrompt, documents as JsonArray, more);
    }

    private static ChatInput Of(Conversation conversation, bool addGenerationPrompt, JsonArray? documents, JsonObject more) => new()
    {
        Messages = [.. conversation.Messages.Select(m => (JsonNode)m.ToJson())],
        Tools = conversation.Tools is { } tools ? JsonNode.Parse(tools) as JsonArray : null,
        Documents = documents,
        More = more,
        AddGenerationPrompt = addGenerationPrompt
    };

    internal JsonObject Variables(TokenizerConfig tokens)
    {
        var variables = tokens.TemplateTokens();
        foreach (var (name, value) in More) variables[name] = value?.DeepClone();
        variables["messages"] = new JsonArray([.. Messages.Select(m => m is JsonObject message ? WithoutNulls(message) : m?.DeepClone())]);
        variables["tools"] = Tools?.DeepClone();
        variables["documents"] = Documents?.DeepClone();
        variables["add_generation_prompt"] = AddGenerationPrompt;
        return variables;
    }

    private static JsonObject WithoutNulls(JsonObject message) => new(message.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
}
