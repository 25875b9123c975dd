using System.Text.Json.Nodes;
using Xunit;

namespace Heed.Runs.Tests.Recipes;

public sealed class RecipeComparisonTests
{
    private static readonly SampleRecipe Sample = new() { Name = "a" };

    [Fact]
    public void Equal_recipes_do_not_differ() => Assert.Empty(Recipe.Differences(Sample, Sample with { Sizes = [1, 2] }));

    [Fact]
    public void Differences_are_named_by_path_with_both_values() => Assert.Equal(
        ["steps: 100 became 5", "optimizer.decay: 0.1 became 0", "sizes.2: (absent) became 3"],
        Recipe.Differences(Sample, Sample with { Steps = 5, Optimizer = new() { Decay = 0 }, Sizes = [1, 2, 3] }).Select(d => d.ToString()));

    [Fact]
    public void Another_kind_of_section_differs_in_its_kind_and_keys() => Assert.Equal(
        ["shape.kind", "shape.floor"], Recipe.Differences(Sample, Sample with { Shape = new Flat { WarmUp = 50 } }).Select(d => d.Path));

    [Fact]
    public void The_schema_names_types_defaults_choices_and_what_is_required()
    {
        var schema = Recipe.Schema<SampleRecipe>();
        Assert.Equal("""["name"]""", schema["required"]!.ToJsonString());
        Assert.Equal("""{"type":"integer","default":100}""", Key(schema, "steps"));
        Assert.Equal("""{"type":["integer","null"],"default":null}""", Key(schema, "limit"));
        Assert.Equal("""{"enum":["plain_text","chat_turns"],"default":"plain_text"}""", Key(schema, "mode"));
        Assert.Equal("""{"type":"array","items":{"type":"integer"}}""", Key(schema, "sizes"));
        Assert.Equal("""["cosine","flat"]""", new JsonArray([.. schema["properties"]!["shape"]!["oneOf"]!.AsArray().Select(o => o!["properties"]!["kind"]!["const"]!.DeepClone())]).ToJsonString());
        Assert.False((bool)schema["additionalProperties"]!);
    }

    private static string Key(JsonNode schema, string key) => schema["properties"]![key]!.ToJsonString();
}
