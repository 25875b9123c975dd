using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Framing;

/// <summary>Texts and special tokens in a given order, each with its type.</summary>
internal sealed class TemplateFraming : PostProcessor
{
    private readonly IReadOnlyList<Part> _single, _pair;

    private TemplateFraming(IReadOnlyList<Part> single, IReadOnlyList<Part> pair) => (_single, _pair) = (single, pair);

    public static TemplateFraming Read(ComponentJson json)
    {
        var tokens = json.Json["special_tokens"] is null ? [] : json.Child("special_tokens").Json.ToDictionary(t => t.Key, t => Tokens(json, t.Key, t.Value), StringComparer.Ordinal);
        return new TemplateFraming([.. json.Children("single").Select(p => ReadPart(p, tokens))], [.. json.Children("pair").Select(p => ReadPart(p, tokens))]);
    }

    public override int Added(bool pair) => (pair ? _pair : _single).Sum(p => p.Tokens?.Count ?? 0);

    public override IReadOnlyList<EncodedText> Process(IReadOnlyList<EncodedText> texts, bool addSpecial)
    {
        var parts = new List<EncodedText>();
        foreach (var part in texts.Count > 1 ? _pair : _single)
        {
            if (part.Tokens is null)
            {
                if (part.Text < texts.Count) parts.Add(texts[part.Text].WithType(part.Type));
            }
            else if (addSpecial) parts.Add(Special(part.Tokens, part.Type));
        }
        return parts;
    }

    private static Part ReadPart(ComponentJson json, Dictionary<string, List<(int, string)>> tokens)
    {
        if (json.Json["Sequence"] is not null)
        {
            var sequence = json.Child("Sequence");
            return new Part(sequence.Text("id") switch { "A" => 0, "B" => 1, var other => throw json.Wrong($"the template has a text '{other}'; expected A or B") }, null, sequence.Number("type_id", 0));
        }
        var special = json.Child("SpecialToken");
        var id = special.Text("id");
        return new Part(0, tokens.TryGetValue(id, out var known) ? known : throw json.Wrong($"the template has '{id}', which special_tokens does not"), special.Number("type_id", 0));
    }

    private static List<(int, string)> Tokens(ComponentJson json, string name, JsonNode? node)
    {
        if (node is not JsonObject token || token["ids"] is not JsonArray ids || token["tokens"] is not JsonArray names || ids.Count != names.Count)
            throw json.Wrong($"the special token '{name}' lacks its ids and tokens");
        return [.. ids.Zip(names, (id, text) => (JsonNumber.Id(id, name), (string?)text ?? name))];
    }

    /// <param name="Text">Which text, where there are no tokens.</param>
    private sealed record Part(int Text, IReadOnlyList<(int Id, string Token)>? Tokens, int Type);
}
