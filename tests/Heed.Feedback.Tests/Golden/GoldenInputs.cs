using System.Text.Json.Nodes;
using Heed.Testing;

namespace Heed.Feedback.Tests.Golden;

/// <summary>Inputs of golden cases as the types that the methods take.</summary>
internal static class GoldenInputs
{
    /// <summary>An input, also where it stands in another case of the file ("as NAME").</summary>
    public static JsonNode Given(this GoldenCase golden, string name)
    {
        var node = golden.Inputs[name]!;
        return node is JsonValue value && value.TryGetValue<string>(out var text) && text.StartsWith("as ", StringComparison.Ordinal)
            ? Testing.Golden.Case("feedback", golden.File, text[3..]).Inputs[name]!
            : node;
    }

    public static double[][] Rows(this JsonNode node) => [.. node.AsArray().Select(row => GoldenCase.Flat(row))];

    public static int[][] WholeRows(this JsonNode node) => [.. node.Rows().Select(row => row.Select(x => (int)x).ToArray())];

    public static int[] Whole(this JsonNode node) => [.. GoldenCase.Flat(node).Select(x => (int)x)];

    public static double[] Numbers(this JsonNode node) => GoldenCase.Flat(node);

    /// <summary>(items, raters) with −1 for missing, as counts by category.</summary>
    public static int[][] Counts(int[][] ratings, int categories) =>
        [.. ratings.Select(row => Enumerable.Range(0, categories).Select(c => row.Count(x => x == c)).ToArray())];
}
