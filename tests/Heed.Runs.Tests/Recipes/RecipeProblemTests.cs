using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests.Recipes;

public sealed class RecipeProblemTests
{
    [Theory]
    [InlineData("learning_rat: 1", "learning_rat (line 2): unknown key; did you mean learning_rate?")]
    [InlineData("optimizer:\n  lerning_rate: 1", "optimizer.lerning_rate (line 3): unknown key; did you mean learning_rate?")]
    [InlineData("stages: [{kind: a, evry: 2}]", "stages.0.evry (line 2): unknown key; did you mean every?")]
    [InlineData("optimizer: {zzz: 1}", "optimizer.zzz (line 2): unknown key; nearest is decay; known are learning_rate, decay")]
    [InlineData("double: 4", "double (line 2): unknown key; nearest is shuffle; known are name, seed, ")]
    [InlineData("stages: [{every: 2}]", "stages.0.kind (line 2): is missing and has no default; add it")]
    [InlineData("steps: many", "steps (line 2): expected a whole number, found 'many'")]
    [InlineData("steps: 1.5", "steps (line 2): expected a whole number, found '1.5'")]
    [InlineData("steps: \"5\"", "steps (line 2): expected a whole number, found '5'; take the quotes away")]
    [InlineData("steps: 99999999999", "steps (line 2): expected a whole number, found '99999999999'")]
    [InlineData("seed: -1", "seed (line 2): expected a whole number, 0 or more, found '-1'")]
    [InlineData("learning_rate: .nan", "learning_rate (line 2): expected a number, found '.nan'")]
    [InlineData("learning_rate: fast", "learning_rate (line 2): expected a number, found 'fast'")]
    [InlineData("shuffle: yes", "shuffle (line 2): expected true or false, found 'yes'")]
    [InlineData("mode: chat_turn", "mode (line 2): expected one of plain_text, chat_turns, found 'chat_turn'; did you mean chat_turns?")]
    [InlineData("sizes: 3", "sizes (line 2): expected a list, found '3'; write [a, b] or one '- entry' a line")]
    [InlineData("sizes: [1, x]", "sizes.1 (line 2): expected a whole number, found 'x'")]
    [InlineData("words: [a, ~]", "words.1 (line 2): expected a text, found nothing")]
    [InlineData("optimizer: fast", "optimizer (line 2): expected a section of keys, found 'fast'")]
    [InlineData("optimizer:", "optimizer (line 2): expected a value, found nothing; delete the key to take the default")]
    [InlineData("shape: {kind: circle}", "shape.kind (line 2): expected one of cosine, flat, found 'circle'")]
    [InlineData("steps: 0", "steps (line 2): must be greater than 0, found 0")]
    [InlineData("limit: -1", "limit (line 2): must be greater than 0, found -1")]
    [InlineData("optimizer: {learning_rate: -0.1}", "optimizer.learning_rate (line 2): must be greater than 0, found -0.1")]
    [InlineData("second: {decay: 2}", "second.decay (line 2): must lie between 0 and 1, found 2")]
    [InlineData("stages: [{kind: a, every: 0}]", "stages.0.every (line 2): must be greater than 0, found 0")]
    [InlineData("shape: {warm_up: -5}", "shape.warm_up (line 2): must be 0 or more, found -5")]
    public void A_wrong_line_is_named_by_path_and_line(string line, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Problems("name: a\n" + line)));

    [Fact]
    public void A_missing_required_key_is_named() => Assert.Equal("name (line 1): is missing and has no default; add it", Problems("steps: 2").Single());

    [Fact]
    public void All_problems_are_told_at_once() => Assert.Equal(
        ["optimizer.learning_rate", "second.decay", "steps", "tseps"],
        Refused("name: a\nsteps: x\ntseps: 1\noptimizer: {learning_rate: 0}\nsecond: {decay: -1}").Problems.Select(p => p.Path).Order());

    [Theory]
    [InlineData("steps", "steps (--set): expected --set key=value; write for example --set optimizer.learning_rate=1e-3")]
    [InlineData("stpes=3", "stpes (--set): unknown key; did you mean steps?")]
    [InlineData("optimizer.rate.x=3", "optimizer.rate (--set): unknown key")]
    [InlineData("steps=x", "steps (--set): expected a whole number, found 'x'")]
    [InlineData("steps=-3", "steps (--set): must be greater than 0, found -3")]
    [InlineData("sizes.4=3", "sizes.4 (--set): sizes is a list: '4' cannot be set in it; entries are 0 to 1")]
    [InlineData("name.x=3", "name.x (--set): name is 'a': 'x' cannot be set in it")]
    [InlineData("sizes=[1", "sizes (--set): '[1' is not readable as YAML")]
    public void A_wrong_override_is_named_as_one(string text, string expected) =>
        Assert.StartsWith(expected, Problems("name: a\nsizes: [1, 2]", text).Single());

    [Theory]
    [InlineData("name: a\nname: b", "line 2")]
    [InlineData("name: [a\n", "line 2")]
    [InlineData("- a\n- b", "expected keys with values, found a list")]
    [InlineData("just text", "expected keys with values, found 'just text'")]
    [InlineData("name: a\n---\nname: b", "expected one YAML document, found 2")]
    [InlineData("name: a\n\tsteps: 3", "line 2")]
    public void Broken_YAML_is_one_problem_with_its_line(string yaml, string expected) =>
        Assert.Contains(expected, Problems(yaml).Single());

    [Fact]
    public void A_missing_file_is_named()
    {
        var problem = Assert.Throws<RecipeException>(() => Recipe.Load<SampleRecipe>("/nowhere/recipe.yaml", []));
        Assert.Contains("/nowhere/recipe.yaml", problem.Message);
        Assert.Equal(ExitCode.Usage, problem.ExitCode);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("r.yaml"), [.. "name: "u8, 0xE6, .. "r\n"u8]);
        Assert.Contains("expected UTF-8, found other bytes at position 6", Assert.Throws<RecipeException>(() => Recipe.Load<SampleRecipe>(folder.File("r.yaml"), [])).Message);
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("r.yaml"), "name: a\n", new System.Text.UTF8Encoding(true));
        Assert.Equal("a", Recipe.Load<SampleRecipe>(folder.File("r.yaml"), []).Name);
    }

    private static IEnumerable<string> Problems(string yaml, params string[] overrides) => Refused(yaml, overrides).Problems.Select(p => p.ToString());

    private static RecipeException Refused(string yaml, params string[] overrides) =>
        Assert.Throws<RecipeException>(() => Recipe.Resolve<SampleRecipe>(yaml, overrides));
}
