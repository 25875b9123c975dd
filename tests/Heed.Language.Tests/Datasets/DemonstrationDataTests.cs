using Heed.Language.Datasets;
using Heed.Language.Texts;
using Xunit;

namespace Heed.Language.Tests.Datasets;

public sealed class DemonstrationDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"prompt": "Cat?", "completion": "Meow."}""", "prompt and completion")]
    [InlineData("""{"question": "Cat?", "answer": "Meow."}""", "prompt and completion")]
    [InlineData("""{"prompt": [{"role": "user", "content": "Cat?"}], "completion": [{"role": "assistant", "content": "Meow."}]}""", "prompt and completion")]
    [InlineData("""{"messages": [{"role": "user", "content": "Cat?"}, {"role": "assistant", "content": "Meow."}]}""", "conversation")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Cat?"}, {"from": "gpt", "value": "Meow."}]}""", "conversation")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "Cat?"}]}, {"role": "assistant", "content": "Meow."}]}""", "conversation")]
    [InlineData("""{"instruction": "Cat?", "input": "", "output": "Meow."}""", "instruction")]
    public void Each_shape_is_recognised_and_read_alike(string record, string shape)
    {
        var data = DemonstrationData.Read(_folder.Write("a.jsonl", record), _quarantine);
        Assert.Empty(_quarantine.Records);
        Assert.StartsWith(shape, data.Shapes["a.jsonl"], StringComparison.Ordinal);
        var item = Assert.Single(data.Items);
        Assert.Equal((Conversation.Ask("Cat?"), "Meow."), (item.Prompt, item.Completion));
    }

    [Theory]
    [InlineData("""{"messages": [{"role": "user", "content": "Cat?"}]}""", "does not end with the assistant")]
    [InlineData("""{"messages": []}""", "'messages' is empty")]
    [InlineData("""{"messages": [{"role": "assistant", "content": "Meow."}]}""", "the prompt is empty")]
    [InlineData("""{"messages": [{"role": "user"}, {"role": "assistant", "content": "Meow."}]}""", "has no content")]
    [InlineData("""{"prompt": "Q", "completion": ""}""", "'completion' is empty")]
    public void A_bad_record_is_quarantined_with_the_reason(string record, string reason)
    {
        DemonstrationData.Read(_folder.Write("a.jsonl", record), _quarantine);
        Assert.Contains(reason, Assert.Single(_quarantine.Records).Reason);
    }

    [Fact]
    public void Demonstrations_are_written_and_read_back_the_same()
    {
        var item = new Demonstration("d1", new([Message.FromSystem("s"), Message.FromUser("q \"é\" 😀\n")]), "a\u2028b");
        DemonstrationData.Write(_folder.File("d.jsonl"), [item]);
        Assert.Equal([item], DemonstrationData.Read(_folder.File("d.jsonl"), _quarantine).Items);
        Assert.Contains("é", File.ReadAllText(_folder.File("d.jsonl")));
    }

    [Fact]
    public void The_chosen_side_of_a_pair_is_a_demonstration() =>
        Assert.Equal(new Demonstration("p", Conversation.Ask("q"), "a"), DemonstrationData.FromChosen(new("p", Conversation.Ask("q"), "a", "b", null)));
}
