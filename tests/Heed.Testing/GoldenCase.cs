using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Heed.Testing;

/// <summary>One golden case: parameters and inputs in, expected numbers out, with the tolerance that is stated beside them.</summary>
public sealed class GoldenCase(string file, JsonObject node, JsonObject? fileTolerance)
{
    public string File { get; } = file;

    /// <summary>The case as the file has it.</summary>
    public JsonObject Json { get; } = node;
    public string Name { get; } = (string)node["name"]!;
    public string Kind { get; } = (string?)node["kind"] ?? "";
    public JsonObject Parameters { get; } = node["parameters"] as JsonObject ?? [];
    public JsonObject Inputs { get; } = node["inputs"] as JsonObject ?? [];
    public JsonObject Expected { get; } = node["expected"] as JsonObject ?? [];
    public double Relative { get; } = Stated(node, fileTolerance, "relative");
    public double Absolute { get; } = Stated(node, fileTolerance, "absolute");

    /// <summary>Fails unless |actual - expected| ≤ absolute + relative·|expected|; the strings nan, inf and -inf are numbers too.</summary>
    public void Near(JsonNode? expected, double actual, string what)
    {
        var want = Number(expected);
        if (double.IsNaN(want) ? double.IsNaN(actual) : want == actual) return;
        Assert.True(Math.Abs(actual - want) <= Absolute + Relative * Math.Abs(want), $"{File} {Name}: {what}: expected {want:R}, got {actual:R}");
    }

    /// <summary>The same for nested arrays, compared in row-major order.</summary>
    public void Near(JsonNode? expected, IReadOnlyList<double> actual, string what)
    {
        var want = Flat(expected);
        Assert.True(want.Length == actual.Count, $"{File} {Name}: {what}: expected {want.Length} numbers, got {actual.Count}");
        for (var i = 0; i < want.Length; i++) Near(JsonValue.Create(want[i]) is { } v && double.IsFinite(want[i]) ? v : JsonValue.Create(Text(want[i])), actual[i], $"{what}[{i}]");
    }

    public double Parameter(string name) => Number(Parameters[name]);
    public double? OptionalParameter(string name) => Parameters[name] is { } node ? Number(node) : null;
    public double[] Input(string name) => Flat(Inputs[name]);

    public static double Number(JsonNode? node) => node!.GetValueKind() == System.Text.Json.JsonValueKind.String
        ? (string)node! switch { "nan" => double.NaN, "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, var s => double.Parse(s, CultureInfo.InvariantCulture) }
        : node.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.True => 1,
            System.Text.Json.JsonValueKind.False => 0,
            _ => (double)node
        };

    /// <summary>A nested array as one row-major array.</summary>
    public static double[] Flat(JsonNode? node) => node is JsonArray array ? [.. array.SelectMany(Flat)] : [Number(node)];

    /// <summary>The shape of a nested array; a number has none.</summary>
    public static long[] Shape(JsonNode? node) => node is JsonArray array ? [array.Count, .. array.Count > 0 ? Shape(array[0]) : []] : [];

    private static string Text(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static double Stated(JsonObject node, JsonObject? file, string key) =>
        (node["tolerance"] as JsonObject)?[key] is { } own ? (double)own : file?[key] is { } shared ? (double)shared : 0;
}
