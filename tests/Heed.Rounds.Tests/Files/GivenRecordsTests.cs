using Heed.Language.Texts;
using Heed.Rounds.Files;
using Heed.Runs;
using Heed.Testing;
using Xunit;

namespace Heed.Rounds.Tests.Files;

/// <summary>What a stage is given: the file of the stage before it, or somebody's own data.</summary>
public sealed class GivenRecordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Pairs_of_any_shape_are_preferences_that_are_certain()
    {
        var pair = Assert.Single(GivenRecords.Preferences(_folder.Write("a.json", """[{"instruction": "Q", "input": "", "output": "", "chosen": "yes", "rejected": "no"}]""")));
        Assert.Equal((Message.FromUser("Q"), "yes", "no", 1.0), (Assert.Single(pair.Messages), pair.First.Text, pair.Second.Text, pair.FirstBetter));
    }

    [Fact]
    public void Those_of_the_stage_before_keep_what_raters_said()
    {
        JsonLines.Write(_folder.File("p.jsonl"), [new PreferenceRecord("1", [Message.FromUser("Q")], new("a", true), new("b", false), 0.25, 2, 4)]);
        Assert.Equal((0.25, 2.0, 4), GivenRecords.Preferences(_folder.File("p.jsonl")) is [var p] ? (p.FirstBetter, p.Weight, p.Votes) : default);
    }

    [Fact]
    public void Whatever_has_prompts_gives_them_each_once()
    {
        var file = _folder.Write("a.jsonl", """
            {"prompt": "Q", "chosen": "yes", "rejected": "no"}
            {"prompt": "Q", "chosen": "yes", "rejected": "never"}
            {"prompt": "R", "chosen": "yes", "rejected": "no"}

            """);
        Assert.Equal(["Q", "R"], GivenRecords.Prompts(file).Select(p => p.Messages[0].Content));
    }

    [Fact]
    public void Conversations_with_an_answer_give_what_was_asked()
    {
        var file = _folder.Write("m.jsonl", """{"id": "1", "messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]}""");
        Assert.Equal([Message.FromUser("Q")], Assert.Single(GivenRecords.Prompts(file)).Messages);
    }

    [Fact]
    public void A_record_that_lacks_a_key_is_named_by_its_line()
    {
        var file = _folder.Write("p.jsonl", """{"id": "1", "first_better": 1}""");
        Assert.Contains("line 1", Assert.Throws<RoundFileException>(() => GivenRecords.Preferences(file)).Message);
    }

    [Fact]
    public void Data_of_another_kind_are_refused_with_the_reason()
    {
        var file = _folder.Write("d.jsonl", """{"instruction": "Q", "output": "A"}""");
        Assert.Contains("no other to be better than", Assert.ThrowsAny<HeedException>(() => GivenRecords.Preferences(file)).Message);
    }

    public void Dispose() => _folder.Dispose();
}
