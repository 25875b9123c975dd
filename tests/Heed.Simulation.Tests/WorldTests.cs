using Heed.Simulation.People;
using Heed.Simulation.Prompts;
using Xunit;

namespace Heed.Simulation.Tests;

public sealed class WorldTests
{
    [Fact]
    public void A_seed_gives_the_same_world_twice()
    {
        var (one, two) = (Worlds.Small(), Worlds.Small());
        Assert.Equal(one.Documents(), two.Documents());
        Assert.Equal(one.Demonstrations(), two.Demonstrations());
        Assert.Equal(one.Prompts(PromptStream.Evaluation, 50).Select(p => p.Text), two.Prompts(PromptStream.Evaluation, 50).Select(p => p.Text));
        Assert.Equal(one.Raters.Select(r => (r.Name, r.Kind, r.Sharpness)), two.Raters.Select(r => (r.Name, r.Kind, r.Sharpness)));
        Assert.Equal(one.Canaries(), two.Canaries());
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        var (one, two) = (Worlds.Small(1), Worlds.Small(2));
        Assert.Empty(one.Documents().Take(200).Intersect(two.Documents().Take(200)));
        Assert.NotEqual(one.Demonstrations(), two.Demonstrations());
    }

    [Fact]
    public void The_corpus_is_as_large_as_asked()
    {
        var documents = Worlds.Small().Documents().ToList();
        var bytes = documents.Sum(d => System.Text.Encoding.UTF8.GetByteCount(d) + 1);
        Assert.InRange(bytes, 300_000, 300_000 + documents.Max(d => d.Length) + 1);
    }

    [Fact]
    public void No_two_documents_are_equal() // chance would allow it; three traits of a dozen values and their forms make it rare
    {
        var documents = Worlds.Small().Documents().ToList();
        Assert.Equal(documents.Count, documents.Distinct().Count());
    }

    [Fact]
    public void Every_value_of_a_trait_is_about_equally_frequent_so_that_guessing_does_not_pay()
    {
        var people = Worlds.Small().Prompts(PromptStream.Rollout, 12_000).Select(p => p.Person).ToList();
        foreach (var trait in Vocabulary.Traits)
        {
            var counts = people.GroupBy(p => p.Noun(trait)).ToDictionary(g => g.Key, g => g.Count());
            var expected = 12_000.0 / Vocabulary.Values(trait).Count;
            // Binomial standard deviation is below sqrt(expected) ≈ 32; five of them.
            Assert.All(Vocabulary.Values(trait), v => Assert.InRange(counts[v], expected - 170, expected + 170));
        }
    }

    [Fact]
    public void One_trait_says_nothing_about_another()
    {
        var people = Worlds.Small().Prompts(PromptStream.Rollout, 12_000).Select(p => p.Person).ToList();
        var cells = people.GroupBy(p => (p.Town, p.Job)).ToDictionary(g => g.Key, g => g.Count());
        const double expected = 12_000.0 / 144;
        var chiSquare = Vocabulary.Towns.SelectMany(t => Vocabulary.Jobs.Select(j => cells.GetValueOrDefault((t, j)))).Sum(n => (n - expected) * (n - expected) / expected);
        Assert.InRange(chiSquare, 143 - 5 * Math.Sqrt(286), 143 + 5 * Math.Sqrt(286)); // 143 degrees of freedom: mean 143, variance 286
    }

    [Fact]
    public void Held_out_facts_are_in_no_document_of_the_corpus()
    {
        var world = Worlds.Small();
        var beginnings = world.Documents().Select(d => d.Split('\n')[0].Trim()).ToHashSet();
        Assert.DoesNotContain(world.Prompts(PromptStream.Evaluation, 2000).Concat(world.Prompts(PromptStream.RewardTest, 2000)), p => beginnings.Contains(p.Facts));
    }

    [Fact]
    public void Held_out_prompts_are_none_of_those_learned_from()
    {
        var world = Worlds.Small();
        var learned = new[] { PromptStream.Demonstration, PromptStream.Candidate, PromptStream.Rollout }.SelectMany(s => world.Prompts(s, 4000)).Select(Key).ToHashSet();
        Assert.DoesNotContain(world.Prompts(PromptStream.Evaluation, 2000).Concat(world.Prompts(PromptStream.RewardTest, 2000)), p => learned.Contains(Key(p)));
    }

    [Fact]
    public void Canaries_come_as_often_as_asked_and_are_none_of_the_unplanted()
    {
        var world = new World(new WorldOptions { CanaryCopies = [1, 8] });
        Assert.Equal([1, 8], world.Canaries().Select(c => c.Copies));
        Assert.Empty(world.Canaries().Select(c => c.Text).Intersect(world.UnplantedCanaries(1000).Select(c => c.Text)));
        Assert.Matches(@"^ The secret number of the mill is( \d){6}\.$", world.Canaries().First().Text);
    }

    [Fact]
    public void Options_that_make_no_world_are_told_by_key()
    {
        var problems = new WorldOptions { Megabytes = 0, Demonstrations = -1, CanaryCopies = [1, -2] }.Problems();
        Assert.Equal(["megabytes", "demonstrations", "canary_copies.1"], problems.Select(p => p.Path));
    }

    private static string Key(WorldPrompt prompt) => prompt.Person.Name + "|" + string.Join('|', prompt.Known.Order().Select(t => prompt.Person[t]));
}
