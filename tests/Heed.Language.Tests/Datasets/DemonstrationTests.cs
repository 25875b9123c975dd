using Heed.Language.Datasets;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Datasets;

public sealed class DemonstrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow."}""", "prompt-completion")]
    [InlineData("""{"question": "Cat?", "answer": "Meow."}""", "prompt-completion")]
    [InlineData("""{"prompt": [{"role": "user", "content": "Cat?"}], "completion": [{"role": "assistant", "content": "Meow."}]}""", "prompt-completion")]
    [InlineData("""{"messages": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Meow."}]}""", "messages")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Cat?"}, {"from": "gpt", "value": "Meow."}]}""", "sharegpt")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "Cat?"}]}, {"role": "assistant", "content": "Meow."}]}""", "messages")]
    [InlineData("""{"instruction": "Cat?", "input": "", "output": "Meow."}""", "alpaca")]
    public void Each_shape_is_recognised_and_read_alike(string record, string shape)
    {
        var data = Dataset.Read<Demonstration>(_folder.Write("a.jsonl", record), _quarantine);
        Assert.Empty(_quarantine.Records);
        Assert.Equal(shape, data.Shapes["a.jsonl"]);
        var item = Assert.Single(data.Items);
        Assert.Equal((Conversation.Ask("Cat?"), "Meow."), (item.Prompt, item.Completion));
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "Cat?"}]}""", "does not end with the assistant")]
    [InlineData("""{"messages": []}""", "'messages' is empty")]
    [InlineData("""{"messages": [{"role": "assistant", "content": "Meow."}]}""", "the prompt is empty")]
    [InlineData("""{"messages": [{"role": "user"}, {"role": "assistant", "content": "Meow."}]}""", "has no content")]
    [InlineData("""{"conversations": [{"from": "human", "value": "q"}, {"from": "function_call", "value": "{}"}, {"from": "observation", "value": "1"}, {"from": "gpt", "value": "a"}]}""", "no JSON object with name and arguments")]
    [InlineData("""{"messages": [{"role": "user", "content": "q", "tool_calls": [{"function": {"name": "f", "arguments": {}}}]}, {"role": "assistant", "content": "x"}]}""", "said by the assistant")]
    [InlineData("""{"prompt": "Q", "completion": ""}""", "'completion' is empty")]
    public void A_bad_record_is_quarantined_with_the_reason(string record, string reason)
    {
        Dataset.Read<Demonstration>(_folder.Write("a.jsonl", record), _quarantine);
        Assert.Contains(reason, Assert.Single(_quarantine.Records).Reason);
    }

    [Theory]
    [InlineData("""{"tools": [{"name": "f"}], "messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": null, "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": {"x": 1}}}]}, {"role": "tool", "content": "1"}, {"role": "assistant", "content": "a"}]}""")]
    [InlineData("""{"tools": "[{\"name\": \"f\"}]", "conversations": [{"from": "human", "value": "q"}, {"from": "function_call", "value": "{\"name\": \"f\", \"arguments\": {\"x\": 1}}"}, {"from": "observation", "value": "1"}, {"from": "gpt", "value": "a"}]}""")]
    public void Calls_of_tools_and_their_results_are_read_and_written_back(string record)
    {
        var item = Assert.Single(Dataset.Read<Demonstration>(_folder.Write("a.jsonl", record), _quarantine).Items);
        Assert.Equal(new Conversation(
        [
            Message.FromUser("q"), Message.FromAssistant("") with { ToolCalls = """[{"type":"function","function":{"name":"f","arguments":{"x":1}}}]""" }, new Message(Roles.Tool, "1")
        ])
        { Tools = """[{"name":"f"}]""" }, item.Prompt);
        Dataset.Write(_folder.File("b.jsonl"), [item]);
        Assert.Equal([item], Dataset.Read<Demonstration>(_folder.File("b.jsonl"), _quarantine).Items);
        Assert.Empty(_quarantine.Records);
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": null, "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": {}}}]}]}""")]
    [InlineData("""{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "function_call": {"name": "f", "arguments": {}}}]}""")]
    [InlineData("""{"conversations": [{"from": "human", "value": "q"}, {"from": "function_call", "value": "{\"name\": \"f\", \"arguments\": {}}"}]}""")]
    [InlineData("""{"prompt": "q", "completion": [{"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": {}}}]}]}""")]
    public void An_answer_may_be_a_call_of_a_tool_and_nothing_else(string record)
    {
        var item = Assert.Single(Dataset.Read<Demonstration>(_folder.Write("a.jsonl", record), _quarantine).Items);
        Assert.Equal(Message.FromAssistant("") with { ToolCalls = """[{"type":"function","function":{"name":"f","arguments":{}}}]""" }, item.Answer);
        Dataset.Write(_folder.File("b.jsonl"), [item]);
        Assert.Equal([item], Dataset.Read<Demonstration>(_folder.File("b.jsonl"), _quarantine).Items);
        Assert.Empty(_quarantine.Records);
    }

    [Fact]
    public void Where_an_answer_is_judged_a_call_of_a_tool_is_no_answer()
    {
        Dataset.Read<Thumb>(_folder.Write("a.jsonl", """{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "f"}}]}], "label": true}"""), _quarantine);
        Assert.Contains("expected an answer in words", Assert.Single(_quarantine.Records).Reason);
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("thinking")]
    public void What_a_message_holds_beside_its_words_is_kept_as_it_stands(string field)
    {
        var item = Assert.Single(Dataset.Read<Demonstration>(_folder.Write("a.jsonl",
            $$"""{"messages": [{"role": "user", "content": "q", "name": "ann"}, {"role": "assistant", "content": "a", "{{field}}": " why \n", "weight": 0, "refusal": null}]}"""), _quarantine).Items);
        Assert.Equal($$"""{"role":"assistant","content":"a","{{field}}":" why \n","weight":0}""", item.Answer.ToJson().ToJsonString());
        Assert.Equal("""{"role":"user","content":"q","name":"ann"}""", item.Prompt.Messages[0].ToJson().ToJsonString());
        Dataset.Write(_folder.File("b.jsonl"), [item]);
        Assert.Equal([item], Dataset.Read<Demonstration>(_folder.File("b.jsonl"), _quarantine).Items);
    }

    [Theory]
    [InlineData("""{"chat_template_kwargs": {"enable_thinking": false, "tool": null}, "documents": [{"text": "d"}], """)]
    [InlineData("""{"chat_template_kwargs": "{\"enable_thinking\": false}", "documents": [{"text": "d"}], """)]
    public void What_a_record_gives_the_template_is_read_and_written_back(string start)
    {
        var item = Assert.Single(Dataset.Read<Demonstration>(_folder.Write("a.jsonl", start + "\"messages\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]}"), _quarantine).Items);
        Assert.Equal("""{"enable_thinking":false,"documents":[{"text":"d"}]}""", item.Prompt.Variables);
        Dataset.Write(_folder.File("b.jsonl"), [item]);
        Assert.Equal([item], Dataset.Read<Demonstration>(_folder.File("b.jsonl"), _quarantine).Items);
    }

    [Fact]
    public void Demonstrations_are_written_and_read_back_the_same()
    {
        var item = new Demonstration("d1", new([Message.FromSystem("s"), Message.FromUser("q \"é\" 😀\n")]), "a\u2028b");
        Dataset.Write(_folder.File("d.jsonl"), [item]);
        Assert.Equal([item], Dataset.Read<Demonstration>(_folder.File("d.jsonl"), _quarantine).Items);
        Assert.Contains("é", File.ReadAllText(_folder.File("d.jsonl")));
    }

    [Theory]
    [InlineData("""{"prompt": "q", "chosen": "a", "rejected": "b"}""")]
    [InlineData("""{"prompt": "q", "completion": "a", "label": true}""")]
    [InlineData("""{"instruction": "q", "completions": [{"response": "b", "overall_score": 1}, {"response": "a", "overall_score": 2}]}""")]
    [InlineData("""{"prompt": "q", "completions": ["a"], "labels": [true]}""")]
    public void The_better_answer_of_any_judged_record_is_a_demonstration(string record)
    {
        var item = Assert.Single(Dataset.Read<Demonstration>(_folder.Write("a.jsonl", record), _quarantine).Items);
        Assert.Equal((Conversation.Ask("q"), "a"), (item.Prompt, item.Completion));
    }
}
