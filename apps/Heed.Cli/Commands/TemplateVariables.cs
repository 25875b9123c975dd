using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>What a command gives the chat template beside the conversation.</summary>
internal static class TemplateVariables
{
    public static Option<string[]> Option() => new("--variable")
    {
        Description = "A variable of the chat template, such as enable_thinking=false; what is no JSON is a text. Give it several times.",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    /// <summary>A conversation's own variables with those given over them; null where there are none.</summary>
    public static string? Over(string? own, string[] given)
    {
        if (given.Length == 0) return own;
        var all = own is null ? [] : JsonNode.Parse(own)!.AsObject();
        foreach (var pair in given)
        {
            if (pair.IndexOf('=') is not (> 0 and var sign)) throw new RecipeException("command line", [new Problem("--variable", $"expected name=value, found '{pair}'", "write enable_thinking=false")]);
            all[pair[..sign]] = Value(pair[(sign + 1)..]);
        }
        return JsonText.Of(all);
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
