using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Datasets;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Datasets;

public sealed class PreferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_dialogues_give_their_common_prompt_and_two_last_answers()
    {
        var pair = One("""{"chosen": "\n\nHuman: Hi\n\nAssistant: Yes?\n\nHuman: Cat?\n\nAssistant: Meow.", "rejected": "\n\nHuman: Hi\n\nAssistant: Yes?\n\nHuman: Cat?\n\nAssistant: Woof."}""", "hh");
        Assert.Equal(new Conversation([Message.FromUser("Hi"), Message.FromAssistant("Yes?"), Message.FromUser("Cat?")]), pair.Prompt);
        Assert.Equal(("Meow.", "Woof."), (pair.Chosen, pair.Rejected));
    }

    [Theory]
    [InlineData("""{"prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof."}""", "preference")]
    [InlineData("""{"question": "Cat?", "chosen": "Meow.", "rejected": "Woof."}""", "preference")]
    [InlineData("""{"prompt": "\n\nHuman: Cat?\n\nAssistant:", "chosen": " Meow.", "rejected": " Woof."}""", "preference")]
    [InlineData("""{"prompt": [{"role": "user", "content": "Cat?"}], "chosen": "Meow.", "rejected": "Woof."}""", "preference")]
    [InlineData("""{"prompt": [{"role": "user", "content": "Cat?"}], "chosen": [{"role": "assistant", "content": "Meow."}], "rejected": [{"role": "assistant", "content": "Woof."}]}""", "preference")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Cat?"}], "chosen": {"from": "gpt", "value": "Meow."}, "rejected": {"from": "gpt", "value": "Woof."}}""", "preference")]
    [InlineData("""{"chosen": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Meow."}], "rejected": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Woof."}]}""", "implicit-preference")]
    [InlineData("""{"prompt": "Cat?", "chosen": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Meow."}], "rejected": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Woof."}]}""", "implicit-preference")]
    [InlineData("""{"instruction": "Cat?", "input": "", "output": "x", "chosen": "Meow.", "rejected": "Woof."}""", "alpaca-preference")]
    public void Each_shape_is_recognised_and_read_alike(string record, string shape)
    {
        var pair = One(record, shape);
        Assert.Equal(Conversation.Ask("Cat?"), pair.Prompt);
        Assert.Equal(("Meow.", "Woof.", null, 1.0), (pair.Chosen, pair.Rejected, pair.Rater, pair.Weight));
    }

    [Theory]
    [InlineData("The sky is blue.", "The sky is green.", "The sky is", "blue.", "green.")]
    [InlineData("The sky is blue.", "The sky is black.", "The sky is", "blue.", "black.")]
    [InlineData("Say it.\\nYes", "Say it.\\nYes, now", "Say it.", "Yes", "Yes, now")]
    public void Two_plain_texts_give_the_words_they_begin_with_alike_as_the_prompt(string chosen, string rejected, string prompt, string better, string worse)
    {
        var pair = One($$"""{"chosen": "{{chosen}}", "rejected": "{{rejected}}"}""", "implicit-text");
        Assert.Equal(Conversation.Ask(prompt), pair.Prompt);
        Assert.Equal((better, worse), (pair.Chosen, pair.Rejected));
    }

    [Theory]
    [InlineData("Blue.", "Green.", "no word in common")]
    [InlineData("The sky.", "The sky. ", "both answers are equal")]
    [InlineData("The sky is", "The sky is ", "both answers are equal")]
    public void Two_plain_texts_without_prompt_or_difference_are_quarantined(string chosen, string rejected, string reason)
    {
        Dataset.Read<Preference>(_folder.Write("a.jsonl", $$"""{"chosen": "{{chosen}}", "rejected": "{{rejected}}"}"""), _quarantine);
        Assert.Contains(reason, Assert.Single(_quarantine.Records).Reason);
    }

    [Fact]
    public void Two_plain_texts_beside_an_input_are_no_implicit_pair() =>
        Assert.Throws<DatasetException>(() => Dataset.Read<Preference>(_folder.Write("a.jsonl", """{"input": "Sky?", "chosen": "It is blue.", "rejected": "It is green."}"""), _quarantine));

    [Fact]
    public void Input_follows_its_instruction_and_a_system_text_comes_first() =>
        Assert.Equal(new Conversation([Message.FromSystem("Be kind."), Message.FromUser("Translate.\n\ncat")]),
            One("""{"system": "Be kind.", "instruction": "Translate.", "input": "cat", "chosen": "chat", "rejected": "chien"}""", "alpaca-preference").Prompt);

    [Theory]
    [InlineData("""{"prompt": "Q", "chosen": "A", "rejected": " A "}""", "both answers are equal")]
    [InlineData("""{"prompt": "Q", "chosen": "A", "rejected": "  "}""", "'rejected' is empty")]
    [InlineData("""{"prompt": "Q", "chosen": "A"}""", "'rejected' is missing")]
    [InlineData("""{"prompt": " ", "chosen": "A", "rejected": "B"}""", "'prompt' is empty")]
    [InlineData("""{"prompt": "Q", "chosen": 3, "rejected": "B"}""", "'chosen' is no text")]
    [InlineData("""{"prompt": "Q", "chosen": "A\ud800", "rejected": "B"}""", "half a character")]
    [InlineData("""{"prompt": "Q", "chosen": "A", "rejected": "B", "weight": -1}""", "'weight'")]
    [InlineData("""{"prompt": [{"role": "narrator", "content": "x"}], "chosen": "A", "rejected": "B"}""", "role 'narrator'")]
    [InlineData("""{"prompt": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}], "chosen": "A", "rejected": "B"}""", "ends with the assistant")]
    [InlineData("""{"prompt": "Q", "chosen": "A", "rejected": """, "broken JSON")]
    [InlineData("""{"prompt": "Q", "prompt": "R", "chosen": "A", "rejected": "B"}""", "broken JSON")]
    [InlineData("[1, 2]", "expected a JSON object")]
    public void A_bad_record_is_quarantined_with_its_line_and_the_rest_is_read(string bad, string reason)
    {
        var good = """{"prompt": "Q", "chosen": "A", "rejected": "B"}""";
        var file = _folder.Write("a.jsonl", $"{good}\n\n{bad}\n{good}\n");
        Assert.Equal(2, Dataset.Read<Preference>(file, _quarantine).Items.Count);
        var record = Assert.Single(_quarantine.Records);
        Assert.Equal((file, 3L), (record.File, record.Line));
        Assert.Contains(reason, record.Reason);
    }

    [Theory]
    [InlineData("\\n\\nHuman: Q\\n\\nAssistant: A", "\\n\\nHuman: R\\n\\nAssistant: B", "differ before the last answer, at turn 1")]
    [InlineData("\\n\\nHuman: Q\\n\\nAssistant: A", "\\n\\nHuman: Q\\n\\nAssistant: A\\n\\nHuman: B", "does not end with the assistant")]
    [InlineData("\\n\\nHuman: Q\\n\\nAssistant: A", "\\n\\nHuman: Q\\n\\nAssistant:", "the rejected answer is empty")]
    [InlineData("\\n\\nHuman: Q\\n\\nAssistant: A", "Well.\\n\\nHuman: Q\\n\\nAssistant: B", "does not start with 'Human:'")]
    public void Dialogues_that_do_not_match_are_quarantined(string chosen, string rejected, string reason)
    {
        Dataset.Read<Preference>(_folder.Write("a.jsonl", $$"""{"chosen": "{{chosen}}", "rejected": "{{rejected}}"}"""), _quarantine);
        Assert.Contains(reason, Assert.Single(_quarantine.Records).Reason);
    }

    [Fact]
    public void More_bad_records_than_the_limit_end_the_run_and_the_first_are_named()
    {
        var lines = Enumerable.Range(0, 19).Select(i => $$"""{"prompt": "Q{{i}}", "chosen": "A", "rejected": "B"}""").Append("{").ToList();
        var quarantine = new Quarantine(0.05);
        var file = _folder.Write("a.jsonl", string.Join('\n', lines));
        Dataset.Read<Preference>(file, quarantine);
        quarantine.Check(file); // 1 of 20: exactly the limit
        quarantine.Reject(file, 21, "both answers are equal");
        var message = Assert.Throws<DatasetException>(() => quarantine.Check(file)).Message;
        Assert.Contains("2 of 21 records are bad (9.5 %)", message);
        Assert.Contains("a.jsonl, line 20: broken JSON", message);
    }

    [Fact]
    public void Records_of_no_known_shape_are_shown_by_their_keys() =>
        Assert.Contains("Found the keys: idx, answer1", Assert.Throws<DatasetException>(() => Dataset.Read<Preference>(_folder.Write("a.jsonl", """{"idx": 1, "answer1": "x"}"""), _quarantine)).Message);

    [Fact]
    public void Pairs_are_written_and_read_back_the_same()
    {
        var text = Gen.String[Gen.Char['\u0020', '\u2FFF'], 1, 12].Select(s => "x" + s.Trim());
        Gen.Select(text, text, text, Gen.Double[0, 9], Gen.Bool).Array[1, 5].Sample(items =>
        {
            var pairs = items.Select((t, i) => new Preference($"p{i}", Conversation.Ask(t.Item1).With(Message.FromSystem(t.Item2)), t.Item2, t.Item3 + "!" + i, t.Item5 ? "Ann" : null, t.Item4)).ToList();
            Dataset.Write(_folder.File("pairs.jsonl"), pairs);
            Assert.Equal(pairs.Where(p => p.Chosen.Trim() != p.Rejected.Trim()), Dataset.Read<Preference>(_folder.File("pairs.jsonl"), _quarantine).Items);
        }, iter: 50, threads: 1);
    }

    [Fact]
    public void An_id_comes_from_the_content_where_none_is_given()
    {
        var record = """{"prompt": "Q", "chosen": "A", "rejected": "B"}""";
        var (first, second) = (One(record, "preference"), One(JsonNode.Parse(record)!.ToJsonString(), "preference"));
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Id, One("""{"prompt": "Q", "chosen": "AB", "rejected": ""}""".Replace("\"\"", "\"C\""), "preference").Id);
        Assert.Equal("x7", One("""{"id": "x7", "prompt": "Q", "chosen": "A", "rejected": "B", "rater": "Ann", "weight": 0.5}""", "preference").Id);
    }

    private Preference One(string record, string shape)
    {
        var data = Dataset.Read<Preference>(_folder.Write("one.jsonl", record), _quarantine);
        Assert.Equal(shape, data.Shapes["one.jsonl"]);
        Assert.Empty(_quarantine.Records);
        return Assert.Single(data.Items);
    }
}
