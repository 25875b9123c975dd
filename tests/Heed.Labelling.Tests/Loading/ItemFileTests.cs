using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Labelling.Loading;
using Heed.Testing;
using Xunit;

namespace Heed.Labelling.Tests.Loading;

public sealed class ItemFileTests
{
    [Theory]
    [InlineData("""{"id":"1","messages":[{"role":"user","content":"q"}],"answers":[{"text":"a","ended":true},{"text":"b","ended":false}]}""", typeof(Comparison))]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"b"}""", typeof(Comparison))]
    [InlineData("""{"prompt":"q","responses":["a","b","c"]}""", typeof(RankingItem))]
    [InlineData("""{"prompt":"q"}""", typeof(DemonstrationItem))]
    [InlineData("""{"prompt":"q","response":"a"}""", typeof(ThumbItem))]
    [InlineData("""{"kind":"rating","prompt":"q","response":"a","scales":[{"attribute":"helpfulness","low":0,"high":4}]}""", typeof(RatingItem))]
    [InlineData("""{"kind":"spans","prompt":"q","response":"a"}""", typeof(SpanItem))]
    [InlineData("""{"kind":"form","prompt":"q","responses":["a"],"form":{"title":"t","fields":[{"name":"n"}]}}""", typeof(FormItem))]
    public void What_programs_write_becomes_the_item_they_mean(string line, Type kind) => Assert.IsType(kind, Read(line).Item);

    [Fact]
    public void An_item_of_the_record_is_read_as_it_was() => Assert.Equal(Sample.Pair(), Read(FeedbackJson.Write(Sample.Pair())).Item);

    [Fact]
    public void Priority_group_warnings_and_the_known_answer_stand_beside_the_item()
    {
        var queued = Read("""{"prompt":"q","responses":["a","b"],"priority":3,"group":"g","warnings":["violence"],"purpose":"gold","known":{"answer":{"kind":"comparison","verdict":"first"},"explanation":"why"}}""");
        Assert.Equal((3, "g", Purpose.Gold), (queued.Priority, queued.Group, queued.Purpose));
        Assert.Equal(["violence"], queued.Warnings);
        Assert.Equal(new KnownAnswer(new ComparisonAnswer(Verdict.First), "why"), queued.Known);
    }

    [Fact]
    public void A_form_is_a_YAML_file_beside_the_items()
    {
        using var folder = new TemporaryFolder();
        folder.Write("facts.yaml", "title: Facts\nfields:\n  - name: truth\n    kind: choice\n    options: [right, wrong, cannot tell]\n    per_answer: true\n");
        var item = Assert.IsType<FormItem>(Assert.Single(ItemFile.Read(folder.Write("items.jsonl", """{"kind":"form","prompt":"q","responses":["a"],"form":"facts.yaml"}""")).ToList()).Item);
        Assert.Equal(("Facts", "truth", true, 3), (item.Form.Title, item.Form.Fields[0].Name, item.Form.Fields[0].PerAnswer, item.Form.Fields[0].Options.Count));
    }

    [Fact]
    public void A_form_that_is_given_for_all_asks_its_questions_of_items_that_name_no_kind()
    {
        using var folder = new TemporaryFolder();
        var form = new Form { Title = "Ours", Fields = [new FormField { Name = "n" }] };
        var items = ItemFile.Read(folder.Write("items.jsonl", """
            {"prompt":"q","response":"a"}
            {"kind":"thumb","prompt":"q","response":"a"}
            """), form).Select(q => q.Item).ToArray();
        Assert.Equal("Ours", Assert.IsType<FormItem>(items[0]).Form.Title);
        Assert.IsType<ThumbItem>(items[1]);
    }

    [Fact]
    public void Responses_of_a_prompt_go_into_pairs_where_pairs_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        var items = SiteOpening.Items(folder.Write("c.jsonl", """{"prompt":"q","responses":["a","b","c","d"]}"""), pairs: 2, seed: 1).Select(i => (Comparison)i.Item).ToArray();
        Assert.Equal(["a", "b", "c", "d"], items.SelectMany(c => new[] { c.First.Text, c.Second.Text }).Order());
    }

    [Theory]
    [InlineData("{}", "no prompt")]
    [InlineData("""{"kind":"ranking","prompt":"q","response":"a"}""", "'ranking' with 1 responses")]
    [InlineData("not json", "expected an item")]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"b","purpose":"gold"}""", "needs its answer")]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"b","purpose":"golden"}""", "label, gold or practice")]
    [InlineData("""{"prompt":"q","chosen":"a","rejected":"b","purpose":"gold","known":{"answer":{"kind":"thumb","up":true}}}""", "does not answer the item")]
    [InlineData("""{"kind":"form","prompt":"q","response":"a"}""", "--form")]
    [InlineData("""{"kind":"form","prompt":"q","response":"a","form":{"fields":[]}}""", "form:")]
    public void A_line_that_is_no_item_is_named_with_its_number(string line, string problem)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("items.jsonl", "{\"prompt\":\"fine\"}\n" + line);
        var thrown = Assert.Throws<ItemFileException>(() => ItemFile.Read(file).ToList());
        Assert.Contains("line 2", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
    }

    private static QueuedItem Read(string line)
    {
        using var folder = new TemporaryFolder();
        return Assert.Single(ItemFile.Read(folder.Write("items.jsonl", line)).ToList());
    }
}
