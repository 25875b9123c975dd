using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>Ids in tokenizer files.</summary>
internal static class JsonNumber
{
    /// <summary>Whether so few tokens may have an id so large: a table has a place for every id.</summary>
    public static bool IsPlausible(int largest, int count) => largest < 4L * count + (1 << 16);

    /// <summary>An id that a vocabulary may have.</summary>
    /// <exception cref="FormatException">It is no whole number from 0 on, or absurdly large.</exception>
    public static int Id(JsonNode? node, string token) =>
        node is JsonValue value && value.TryGetValue<int>(out var id) && id is >= 0 and < Tokenizer.LargestVocabulary ? id
            : throw new FormatException($"the id of '{token}' is {node?.ToJsonString() ?? "null"}; expected a whole number from 0 to {Tokenizer.LargestVocabulary - 1}");
}
