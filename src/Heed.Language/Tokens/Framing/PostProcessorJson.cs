using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Framing;

/// <summary>Reads the post_processor of a tokenizer.json.</summary>
internal static class PostProcessorJson
{
    public static PostProcessor Read(ComponentJson json) => json.Type switch
    {
        "ByteLevel" => new OffsetTrimming(json.Flag("trim_offsets", true), json.Flag("add_prefix_space", true)),
        "TemplateProcessing" => TemplateFraming.Read(json),
        "BertProcessing" => new BertFraming(Token(json, "sep"), Token(json, "cls")),
        "RobertaProcessing" => new RobertaFraming(Token(json, "sep"), Token(json, "cls"), new OffsetTrimming(json.Flag("trim_offsets", true), json.Flag("add_prefix_space", true))),
        "Sequence" => new PostProcessorSequence([.. json.Children("processors").Select(Read)]),
        _ => throw json.Unknown("BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing")
    };

    // ["[SEP]", 102]
    private static (int Id, string Token) Token(ComponentJson json, string key) =>
        json.Json[key] is JsonArray { Count: 2 } pair && pair[0] is JsonValue name && name.TryGetValue<string>(out var token) ? (JsonNumber.Id(pair[1], token), token)
            : throw json.Wrong($"{key} is no pair of token and id");
}
