using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Heed.Language.Templates;
using Heed.Language.Templates.Jinja;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Templates.Jinja;

/// <summary>
/// The cases that @huggingface/jinja is tested with, at its clock. They come from JavaScript: texts are compared after booleans, undefined
/// and the quotes within lists are spelled alike; where JavaScript computes something else than Python does, Python's Jinja 3.1.6 is followed.
/// </summary>
[Trait("Kind", "Golden")]
public sealed partial class JinjaOracleTests
{
    private static readonly FixedClock Clock = new(new DateTimeOffset(2025, 7, 10, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What Jinja 3.1.6 answers (a text, or the exception's kind) to expressions on which the two languages differ.</summary>
    private static readonly Dictionary<string, string> Python = new()
    {
        ["FOR_LOOP_UNPACKING"] = "TypeError", // a number + a text
        ["MEMBERSHIP_NEGATION_1"] = "|False|False|False|False|False|True|", // True equals 1, False equals 0
        ["MEMBERSHIP_NEGATION_2"] = "|False|False|False|False|False|True|",
        ["FILTER_OPERATOR_4"] = "TypeError", // a generator has no length
        ["FILTER_OPERATOR_5"] = "TypeError",
        ["FILTER_OPERATOR_11"] = "TypeError",
        ["FILTER_OPERATOR_7"] = "TypeError", // null is no name of Python's, and undefined is no JSON
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (file, name, _) in All()) data.Add(file, name);
            if (data.Count == 0) data.Add(Golden.Absent, "jinja");
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_renders_what_the_published_templates_are_known_to_give(string file, string name)
    {
        Assert.SkipWhen(file == Golden.Absent, "no oracles/jinja");
        var json = All().First(c => c.File == file && c.Name == name).Case;
        var template = (string)(json["chat_template"] ?? json["template"])!;
        var context = (json["data"] ?? json["context"])!.AsObject();
        var expected = (string)(json["target"] ?? json["expected"])!;
        if (Python.TryGetValue(name, out var python)) Assert.Equal(python, TextOrKind(template, context));
        else Assert.Equal(Alike(expected), Alike(JinjaTemplate.Parse(template).Render(context, Clock).Text));
    }

    private static string? TextOrKind(string template, JsonObject context)
    {
        try
        {
            return JinjaTemplate.Parse(template).Render(context, Clock).Text;
        }
        catch (ChatTemplateException e)
        {
            return e.Kind;
        }
    }

    private static string Alike(string text) => Word().Replace(text, m => m.Value.ToLowerInvariant()).Replace("\\\"", "\"").Replace('\'', '"');

    private static IEnumerable<(string File, string Name, JsonObject Case)> All()
    {
        var folder = Golden.DataFolder is { } data ? Path.Combine(data, "oracles", "jinja") : null;
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            foreach (var (name, value) in Leaves("", JsonNode.Parse(File.ReadAllText(file))!.AsObject()))
                yield return (Path.GetFileName(file), name, value);
    }

    // Cases lie at any depth: an object that holds a template is one.
    private static IEnumerable<(string, JsonObject)> Leaves(string path, JsonObject node)
    {
        if (node.ContainsKey("template") || node.ContainsKey("chat_template")) return [(path, node)];
        return node.Where(p => p.Value is JsonObject).SelectMany(p => Leaves(path.Length == 0 ? p.Key : $"{path}/{p.Key}", p.Value!.AsObject()));
    }

    [GeneratedRegex(@"True|False|Undefined")]
    private static partial Regex Word();
}
