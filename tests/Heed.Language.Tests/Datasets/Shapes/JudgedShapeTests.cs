using Heed.Language.Datasets;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Datasets.Shapes;

/// <summary>Shapes that carry people's judgements in other words than chosen and rejected.</summary>
public sealed class JudgedShapeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow.", "label": true}""")]
    [InlineData("""{"prompt": [{"role": "user", "content": "Cat?"}], "completion": [{"role": "assistant", "content": "Meow."}], "label": 1}""")]
    [InlineData("""{"messages": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Meow."}], "label": true}""")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Cat?"}, {"from": "gpt", "value": "Meow."}], "kto_tag": true}""")]
    [InlineData("""{"instruction": "Cat?", "output": "Meow.", "kto_tag": "true"}""")]
    public void A_label_beside_an_answer_is_a_thumb(string record)
    {
        var thumb = Assert.Single(Read<Thumb>("unpaired", record));
        Assert.Equal((Conversation.Ask("Cat?"), "Meow.", true), (thumb.Prompt, thumb.Completion, thumb.Good));
    }

    [Theory]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow.", "label": "perhaps"}""", "'label' is neither true nor false")]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow.", "label": 2}""", "'label' is neither true nor false")]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow.", "label": null}""", "'label' is missing")]
    public void A_label_that_says_nothing_is_quarantined(string record, string reason)
    {
        _ = Dataset.Read<Thumb>(_folder.Write("a.jsonl", """{"prompt": "Cat?", "completion": "Woof.", "label": false}""" + "\n" + record), _quarantine);
        Assert.Contains(reason, Assert.Single(_quarantine.Records).Reason);
    }

    [Fact]
    public void Steps_keep_their_labels_and_count_must_agree()
    {
        var solution = Assert.Single(Read<Solution>("stepwise", """{"prompt": "1+1+1?", "completions": ["1+1=2", "2+1=4"], "labels": [true, false]}"""));
        Assert.Equal([new SolutionStep("1+1=2", true), new SolutionStep("2+1=4", false)], solution.Steps);
        Assert.False(Assert.Single(Read<Thumb>("stepwise", """{"prompt": "1+1+1?", "completions": ["1+1=2", "2+1=4"], "labels": [true, false]}""")).Good);
        Assert.Empty(Read<Solution>("stepwise", """{"prompt": "1+1+1?", "completions": ["1+1=2"], "labels": [true, false]}"""));
        Assert.Contains("1 steps have 2 labels", _quarantine.Records[^1].Reason);
    }

    [Fact]
    public void Scores_of_several_models_become_pairs_that_weigh_one_together()
    {
        // Fine-grained scores 4.5, 2, 2: two pairs of unlike scores, each of weight 1/2.
        var pairs = Read<Preference>("ultrafeedback", """
            {"instruction": "Cat?", "completions": [{"response": "Meow.", "fine-grained_score": 4.5, "overall_score": 1}, {"response": "Woof.", "fine-grained_score": 2}, {"response": "Moo.", "annotations": {"helpfulness": {"Rating": "1"}, "honesty": {"Rating": "3"}, "truthfulness": {"Rating": "N/A"}}}]}
            """.Trim());
        Assert.Equal([("Meow.", "Woof.", 0.5), ("Meow.", "Moo.", 0.5)], pairs.Select(p => (p.Chosen, p.Rejected, p.Weight)));
    }

    [Fact]
    public void Each_annotator_who_is_no_waverer_gives_a_preference()
    {
        var pairs = Read<Preference>("pandalm", """{"idx": 0, "instruction": "Say.", "input": "x", "response1": "a", "response2": "b", "annotator1": 2, "annotator2": 0, "annotator3": 1}""");
        Assert.Equal([("b", "a", "annotator1"), ("a", "b", "annotator3")], pairs.Select(p => (p.Chosen, p.Rejected, p.Rater!)));
        Assert.Equal("Say.\n\nx", pairs[0].Prompt.Messages[0].Content);
    }

    [Fact]
    public void Every_pair_of_predictions_has_its_place_in_the_list_of_votes()
    {
        // Pairs in order: 1-2 tie, 1-3 first, 2-3 second.
        var pairs = Read<Preference>("finegrained", """{"question": "Who?", "passages": [["T", "T\n\nOne.", "Two."]], "prediction 1": "a", "prediction 2": "b", "prediction 3": "c", "preference": [0, 1, 2]}""");
        Assert.Equal([("a", "c", 0.5), ("c", "b", 0.5)], pairs.Select(p => (p.Chosen, p.Rejected, p.Weight)));
        Assert.Equal("T\n\nOne.\nTwo.\n\nWho?", pairs[0].Prompt.Messages[0].Content);
    }

    [Fact]
    public void Rows_of_one_prompt_are_one_ranking()
    {
        var rankings = Read<Ranking>("helpsteer",
            """{"prompt": "Cat?", "response": "Meow.", "helpfulness": 4, "correctness": 4}""",
            """{"prompt": "Cat?", "response": "Woof.", "helpfulness": 0, "correctness": 0}""",
            """{"prompt": "Hi<extra_id_1>Assistant\nYes?\n<extra_id_1>User\nDog?", "response": "Woof.", "helpfulness": 3}""");
        Assert.Equal([new ScoredAnswer("Meow.", 4), new ScoredAnswer("Woof.", 0)], rankings[0].Answers);
        Assert.Equal(new Conversation([Message.FromUser("Hi"), Message.FromAssistant("Yes?"), Message.FromUser("Dog?")]), rankings[1].Prompt);
        Assert.Equal(2, _quarantine.Good);
    }

    [Theory]
    [InlineData("""{"prompt": "Cat?", "response_1": "a", "response_2": "b", "preference_strength": -2}""", "a")]
    [InlineData("""{"prompt": "Cat?", "response_1": "a", "response_2": "b", "preference_strength": 1}""", "b")]
    [InlineData("""{"context": [{"role": "user", "content": "Cat?"}], "response1": "a", "response2": "b", "overall_preference": 3}""", "b")]
    [InlineData("""{"prompt": "Cat?", "response_1": "a", "response_2": "b", "preference_strength": 0}""", null)]
    public void The_sign_of_the_strength_says_which_response_is_better(string record, string? better) =>
        Assert.Equal(better, Read<Preference>("helpsteer-preference", record).SingleOrDefault()?.Chosen);

    private const string Tree = """
        {"message_id": "m1", "text": "Cat?", "role": "prompter", "replies": [
         {"message_id": "m2", "text": "Woof.", "role": "assistant", "rank": 1, "replies": []},
         {"message_id": "m3", "text": "Meow.", "role": "assistant", "rank": 0, "replies": [{"message_id": "m4", "text": "Thanks. And dog?", "role": "prompter", "replies": [{"message_id": "m5", "text": "Woof.", "role": "assistant", "rank": null, "replies": []}]}]},
         {"message_id": "m6", "text": "Spam", "role": "assistant", "rank": 2, "deleted": true, "replies": []}]}
        """;

    private static readonly Ranking[] Expected =
    [
        new("m1", Conversation.Ask("Cat?"), [new("Woof.", -1), new("Meow.", 0)]),
        new("m4", new([Message.FromUser("Cat?"), Message.FromAssistant("Meow."), Message.FromUser("Thanks. And dog?")]), [new("Woof.", null)])
    ];

    [Fact]
    public void Wherever_the_assistant_replies_in_a_tree_there_is_a_ranking()
    {
        Same(Expected, Read<Ranking>("oasst", Tree.ReplaceLineEndings("")));
        Same(Expected, Read<Ranking>("oasst", $$"""{"message_tree_id": "m1", "tree_state": "ready", "prompt": {{Tree.ReplaceLineEndings("")}}}"""));
        var pair = Assert.Single(Read<Preference>("oasst", Tree.ReplaceLineEndings("")));
        Assert.Equal(("Meow.", "Woof.", 1.0), (pair.Chosen, pair.Rejected, pair.Weight));
    }

    [Fact]
    public void Rows_of_messages_are_put_together_to_trees_and_a_stray_one_is_quarantined()
    {
        var rankings = Read<Ranking>("oasst-rows",
            """{"message_id": "m1", "parent_id": null, "text": "Cat?", "role": "prompter"}""",
            """{"message_id": "m2", "parent_id": "m1", "text": "Woof.", "role": "assistant", "rank": 1}""",
            """{"message_id": "m3", "parent_id": "m1", "text": "Meow.", "role": "assistant", "rank": 0}""",
            """{"message_id": "m4", "parent_id": "m3", "text": "Thanks. And dog?", "role": "prompter"}""",
            """{"message_id": "m9", "parent_id": "m8", "text": "What?", "role": "prompter"}""",
            """{"message_id": "m5", "parent_id": "m4", "text": "Woof.", "role": "assistant", "rank": null}""",
            """{"message_id": "n1", "parent_id": null, "text": "Cow?", "role": "prompter"}""",
            """{"message_id": "n2", "parent_id": "n1", "text": "Moo.", "role": "assistant"}""");
        Same(Expected, rankings.Take(2));
        Assert.Equal("n1", rankings[2].Id);
        Assert.Equal(5, Assert.Single(_quarantine.Records).Line);
    }

    [Theory]
    [InlineData("a.jsonl", "", "")]
    [InlineData("a.json", "[", "]")]
    public void Long_threads_of_replies_are_read_to_their_end(string name, string open, string close)
    {
        var tree = Enumerable.Range(0, 100).Reverse().Aggregate("", (below, i) => $$"""{"text": "t{{i}}", "role": "{{(i % 2 == 0 ? "prompter" : "assistant")}}", "replies": [{{below}}]}""");
        var rankings = Dataset.Read<Ranking>(_folder.Write(name, open + tree + close), _quarantine).Items;
        Assert.Equal(50, rankings.Count);
        Assert.Equal(99, rankings[^1].Prompt.Messages.Count);
    }

    private static void Same(IEnumerable<Ranking> expected, IEnumerable<Ranking> actual)
    {
        Assert.Equal(expected.Select(r => (r.Id, r.Prompt)), actual.Select(r => (r.Id, r.Prompt)));
        Assert.Equal(expected.SelectMany(r => r.Answers), actual.SelectMany(r => r.Answers));
    }

    private IReadOnlyList<T> Read<T>(string shape, params string[] records) where T : Example
    {
        var data = Dataset.Read<T>(_folder.Write("a.jsonl", string.Join('\n', records)), _quarantine);
        Assert.Equal(shape, data.Shapes["a.jsonl"]);
        return data.Items;
    }
}
