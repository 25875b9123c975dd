using CsCheck;
using Xunit;

namespace Heed.Runs.Tests.Recipes;

public sealed class RecipeReadingTests
{
    [Fact]
    public void Keys_that_are_not_written_take_their_defaults()
    {
        var recipe = Recipe.Resolve<SampleRecipe>("name: a");
        Assert.Equal(("a", 7UL, 100, 3e-4, (int?)null), (recipe.Name, recipe.Seed, recipe.Steps, recipe.LearningRate, recipe.Limit));
        Assert.Equal([1, 2], recipe.Sizes);
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var recipe = Recipe.Resolve<SampleRecipe>("""
            name: 12          # text, though it looks like a number
            seed: 18446744073709551615
            steps: 1_000
            learning_rate: 3e-4
            epsilon: 1e-6
            shuffle: false
            limit: 5
            note: ~
            mode: chat_turns
            optimizer: {learning_rate: 0.5}
            sizes: [3, 4]
            words: [one, "two: three"]
            stages:
            - kind: first
            - {kind: second, every: 2}
            weights: {b: 1.5, a: 2}
            shape: {kind: flat, warm_up: 3}
            """);
        Assert.Equal(("12", ulong.MaxValue, 1000, 3e-4, 1e-6f, false), (recipe.Name, recipe.Seed, recipe.Steps, recipe.LearningRate, recipe.Epsilon, recipe.Shuffle));
        Assert.Equal((5, null, SampleMode.ChatTurns, 0.5), (recipe.Limit, recipe.Note, recipe.Mode, recipe.Optimizer.LearningRate));
        Assert.Equal(["one", "two: three"], recipe.Words);
        Assert.Equal([new Stage { Kind = "first" }, new Stage { Kind = "second", Every = 2 }], recipe.Stages);
        Assert.Equal(2.0, recipe.Weights["a"]);
        Assert.Equal(new Flat { WarmUp = 3 }, recipe.Shape);
    }

    [Fact]
    public void A_section_written_in_part_keeps_the_defaults_of_the_key_it_stands_under()
    {
        var recipe = Recipe.Resolve<SampleRecipe>("name: a\noptimizer: {learning_rate: 0.5}\nshape: {floor: 0}");
        Assert.Equal(new Optimizer { LearningRate = 0.5, Decay = 0.1 }, recipe.Optimizer);
        Assert.Equal(new Cosine { WarmUp = 50, Floor = 0 }, recipe.Shape);
    }

    [Fact]
    public void Another_kind_does_not_inherit_the_values_of_the_default_kind() =>
        Assert.Equal(new Flat(), Recipe.Resolve<SampleRecipe>("name: a\nshape: {kind: flat}").Shape);

    [Theory]
    [InlineData("steps=5", "5 5E-1 1,2")]
    [InlineData("optimizer.learning_rate=5e-2", "100 5E-2 1,2")]
    [InlineData("sizes=[7]", "100 5E-1 7")]
    [InlineData("sizes.1=9", "100 5E-1 1,9")]
    public void Overrides_lie_over_the_file(string text, string expected)
    {
        var recipe = Recipe.Resolve<SampleRecipe>("name: a\noptimizer: {learning_rate: 0.5}\nsizes: [1, 2]", [text]);
        Assert.Equal(expected, $"{recipe.Steps} {recipe.Optimizer.LearningRate:0E0} {string.Join(',', recipe.Sizes)}");
    }

    [Theory]
    [InlineData("a # b")]
    [InlineData("a: b")]
    [InlineData("C:\\x=y")]
    [InlineData("- x")]
    public void An_override_may_hold_any_text(string text) => Assert.Equal(text, Recipe.Resolve<SampleRecipe>("", ["name=" + text]).Name);

    [Fact]
    public void An_override_makes_the_sections_it_needs() =>
        Assert.Equal(new Optimizer { LearningRate = 2 }, Recipe.Resolve<SampleRecipe>("name: a\nsecond:", ["second.learning_rate=2"]).Second);

    [Fact]
    public void An_override_can_supply_a_required_key() => Assert.Equal("b", Recipe.Resolve<SampleRecipe>("", ["name=b"]).Name);

    [Fact]
    public void An_override_changes_one_of_two_sections_that_share_an_anchor()
    {
        var recipe = Recipe.Resolve<SampleRecipe>("name: a\noptimizer: &o {decay: 0.2}\nsecond: *o", ["second.decay=0.3"]);
        Assert.Equal((0.2, 0.3), (recipe.Optimizer.Decay, recipe.Second!.Decay));
    }

    [Fact]
    public void The_resolved_recipe_reads_back_equal() =>
        Gen.Select(Gen.String, Gen.String.Null(), Gen.Double, Gen.Float, Gen.Int, Gen.String.Array[0, 4]).Sample((name, note, rate, epsilon, size, words) =>
        {
            if (!double.IsFinite(rate) || !float.IsFinite(epsilon)) return;
            var recipe = new SampleRecipe
            {
                Name = "n" + Clean(name),
                Note = note is null ? null : Clean(note),
                LearningRate = rate,
                Epsilon = epsilon,
                Sizes = [size],
                Words = [.. words.Select(Clean)],
                Stages = [new Stage { Kind = "null" }],
                Weights = new Dictionary<string, double> { ["x: y"] = 0.1, ["true"] = 2 },
                Shape = new Flat(),
                Second = new(),
            };
            var again = Recipe.Resolve<SampleRecipe>(Recipe.ToYaml(recipe));
            Assert.Equal(Recipe.ToYaml(recipe), Recipe.ToYaml(again));
            Assert.Equal((recipe.Name, recipe.Note, rate, epsilon), (again.Name, again.Note, again.LearningRate, again.Epsilon));
            Assert.Equal(recipe.Words, again.Words);
        });

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("true")]
    [InlineData("1e5")]
    [InlineData("- a")]
    [InlineData("a: b #c")]
    [InlineData("two\nlines")]
    [InlineData(" space ")]
    [InlineData("../data/x")]
    public void Text_that_looks_like_something_else_reads_back_as_text(string text)
    {
        var yaml = Recipe.ToYaml(new SampleRecipe { Name = "a", Note = text, Words = [text] });
        var again = Recipe.Resolve<SampleRecipe>(yaml);
        Assert.Equal((text, text), (again.Note, again.Words[0]));
    }

    [Fact]
    public void The_resolved_recipe_holds_every_key_in_the_order_of_declaration()
    {
        const string expected = """
            name: a
            seed: 7
            steps: 100
            learning_rate: 0.0003
            epsilon: 1e-05
            shuffle: true
            limit: null
            note: null
            mode: plain_text
            optimizer:
              learning_rate: 0.001
              decay: 0.1
            second: null
            sizes: [1, 2]
            words: []
            stages:
            - kind: b
              every: 1
            weights: {}
            shape:
              kind: cosine
              warm_up: 50
              floor: 0.1
            save:
              every: 10
            out: runs/sample

            """;
        Assert.Equal(expected, Recipe.ToYaml(new SampleRecipe { Name = "a", Stages = [new Stage { Kind = "b" }] }));
    }

    /// <summary>Text that XML and YAML cannot hold (control characters, half surrogates) is no text of a recipe.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\uFEFF' or '\uFFFE' or '\uFFFF')));
}
