using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Curation;
using Heed.Language.Datasets;
using Heed.Runs;
using Xunit;

namespace Heed.Language.Tests.Curation;

public sealed class TextPreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_record_is_kept_or_dropped_for_a_reason()
    {
        var lines = Enumerable.Range(0, 100).Select(i => $"{{\"text\": \"Document {i} says something.\"}}").ToList();
        lines.AddRange(["{\"text\": \"Document 7 says something. \"}", "{\"text\": \" \\u0000 \"}", "{\"text\": 3}"]);
        var ledger = Run(_folder.Write("in/a.jsonl", string.Join('\n', lines))).Ledger;
        Assert.Equal(103, ledger.Read);
        Assert.Equal(new Dictionary<string, long> { ["duplicate"] = 1, ["empty"] = 1, ["quarantined"] = 1 }, ledger.Dropped);
        Assert.Equal(100, ledger.Train.Records + ledger.HeldOut.Records);
        Assert.InRange(ledger.HeldOut.Records, 2, 22); // 100 draws at 0.1
        Assert.Equal(ledger.Train.Records, Texts("train.jsonl").Count);
        Assert.Contains("\"duplicate\": 1", File.ReadAllText(_folder.File("out/ledger.json")));
        Assert.Contains("\"line\":103", File.ReadAllText(_folder.File("out/quarantine.jsonl")));
    }

    [Fact]
    public void No_text_is_on_both_sides_and_none_changes_sides_when_others_come()
    {
        var texts = Enumerable.Range(0, 300).Select(i => $"Text number {i}.").ToList();
        Run(_folder.Write("in/a.txt", string.Join('\n', texts)), DocumentUnit.Record);
        var (train, heldOut) = (Texts("train.jsonl"), Texts("heldout.jsonl"));
        Assert.Empty(train.Intersect(heldOut));
        Assert.Equal(texts.Order(), train.Concat(heldOut).Order());
        Run(_folder.Write("in/a.txt", string.Join('\n', texts.Where((_, i) => i % 3 == 0).Prepend("Another one."))), DocumentUnit.Record);
        Assert.Empty(Texts("heldout.jsonl").Except([.. heldOut, "Another one."]));
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        var file = _folder.Write("in/a.txt", string.Join("\n\n", Enumerable.Range(0, 50).Select(i => $"Block {i}\nhas a little more text.")));
        var options = new PreparationOptions { Input = file, Document = DocumentUnit.Block, Canaries = new CanaryOptions { Copies = [1, 3], PerRate = 2 } };
        foreach (var name in new[] { "one", "two" }) DataPreparation.Run(options, _folder.File(name), TestContext.Current.CancellationToken);
        foreach (var name in new[] { "train.jsonl", "heldout.jsonl", "ledger.json", "canaries.json" })
            Assert.Equal(File.ReadAllBytes(_folder.File($"one/{name}")), File.ReadAllBytes(_folder.File($"two/{name}")));
    }

    [Fact]
    public void Of_one_text_the_last_tenth_is_held_out_cut_between_lines()
    {
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => $"Line {i} of the text.\n"));
        var ledger = Run(_folder.Write("in/a.txt", text)).Ledger;
        var (train, heldOut) = (Assert.Single(Texts("train.jsonl")), Assert.Single(Texts("heldout.jsonl")));
        Assert.Equal(text, train + heldOut);
        Assert.EndsWith("\n", train, StringComparison.Ordinal);
        Assert.InRange((double)heldOut.Length / text.Length, 0.099, 0.101);
        Assert.Equal("tail", ledger.Split);
    }

    [Fact]
    public void Of_few_texts_the_last_ones_are_held_out_and_the_rest_is_whole()
    {
        foreach (var i in Enumerable.Range(0, 5)) _folder.Write($"in/{i}.txt", string.Concat(Enumerable.Repeat($"Text {i}. ", 100)));
        Run(_folder.File("in"), heldOut: 0.3);
        Assert.Equal(4, Texts("train.jsonl").Count);   // 70 % of 5 texts: three and a half
        Assert.Equal(2, Texts("heldout.jsonl").Count);
        Assert.StartsWith("Text 3. ", Texts("train.jsonl")[3], StringComparison.Ordinal);
        Assert.StartsWith("Text 3. ", Texts("heldout.jsonl")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_never_splits_a_character_and_prefers_lines_to_sentences_to_words() =>
        Gen.Select(Gen.OneOf([.. new[] { "😀", "word ", "End. ", "line\n" }.Select(Gen.Const)]).Array[2, 50], Gen.Double[0.1, 0.9]).Sample((parts, share) =>
        {
            var text = string.Concat(parts);
            var cut = HeldOutSplit.CutNear(text, (int)(share * text.Length));
            Assert.False(cut > 0 && cut < text.Length && char.IsLowSurrogate(text[cut]));
            if (text[..^1].Contains('\n')) Assert.Equal('\n', text[cut - 1]);
        });

    [Fact]
    public void At_least_one_document_is_held_out_however_small_the_share()
    {
        Run(_folder.Write("in/a.txt", string.Join('\n', Enumerable.Range(0, 40).Select(i => $"Text {i}"))), DocumentUnit.Record, heldOut: 1e-9);
        Assert.Single(Texts("heldout.jsonl"));
    }

    [Fact]
    public void Nothing_is_held_out_where_nothing_is_asked_for()
    {
        Run(_folder.Write("in/a.txt", "one\ntwo"), DocumentUnit.Record, heldOut: 0);
        Assert.Empty(Texts("heldout.jsonl"));
        Assert.Equal(["one", "two"], Texts("train.jsonl"));
    }

    [Fact]
    public void Canaries_stand_in_the_training_text_as_often_as_the_list_says_and_nowhere_else()
    {
        var file = _folder.Write("in/a.txt", string.Join("\n\n", Enumerable.Range(0, 200).Select(i => $"The quick brown fox number {i}\njumps over lazy dogs again and again.")));
        foreach (var unit in new[] { DocumentUnit.Block, DocumentUnit.File })
        {
            var data = DataPreparation.Run(new PreparationOptions { Input = file, Document = unit, Canaries = new CanaryOptions { Words = 5, PerRate = 2 } }, _folder.File("out"), TestContext.Current.CancellationToken);
            var canaries = Canaries.Load(data.CanaryFile);
            Assert.Equal([1, 1, 2, 2, 4, 4, 8, 8, 16, 16], canaries.Planted.Select(c => c.Copies));
            Assert.Equal(62, data.Ledger.PlantedCanaries);
            var (train, heldOut) = (Texts("train.jsonl").SelectMany(t => t.Split('\n')).ToList(), Texts("heldout.jsonl").SelectMany(t => t.Split('\n')).ToList());
            foreach (var canary in canaries.Planted)
            {
                Assert.Equal(canary.Copies, train.Count(l => l == canary.Text));
                Assert.DoesNotContain(canary.Text, heldOut);
            }
            Assert.Equal(5, canaries.Candidate(new SeededRandom(1)).Split(' ').Length);
        }
    }

    [Fact]
    public void Without_being_asked_no_canary_is_planted_and_an_old_list_goes()
    {
        _folder.Write("out/canaries.json", "{}");
        Run(_folder.Write("in/a.txt", "some text\n"), heldOut: 0);
        Assert.False(File.Exists(_folder.File("out/canaries.json")));
        Assert.Equal(["some text\n"], Texts("train.jsonl"));
    }

    [Fact]
    public void Mojibake_is_reported_with_its_place()
    {
        var ledger = Run(_folder.Write("in/a.txt", "A cafÃ© here.\n")).Ledger;
        Assert.Equal(new Ledger.Tally(1, 1), ledger.Noticed["mojibake"]);
        Assert.Equal(["a.txt:1: mojibake, 'Ã©' for 'é'"], ledger.Examples);
    }

    [Fact]
    public void Text_of_nothing_but_space_is_refused() =>
        Assert.Contains("no document is left of 1 read", Assert.Throws<DatasetException>(() => Run(_folder.Write("in/a.txt", " \n "))).Message);

    [Fact]
    public void Too_many_bad_records_stop_the_run_and_are_written_down()
    {
        Assert.Throws<DatasetException>(() => Run(_folder.Write("in/a.jsonl", "{\"text\": \"a\"}\nbroken")));
        Assert.Contains("broken JSON", File.ReadAllText(_folder.File("out/quarantine.jsonl")));
    }

    [Fact]
    public void Wrong_options_are_named_by_key()
    {
        var options = new PreparationOptions { Input = "", HeldOut = 1, Kind = DataKind.Preferences, Canaries = new CanaryOptions { Copies = [0] } };
        Assert.Equal(["input", "held_out", "canaries"], options.Problems().Select(p => p.Path));
        Assert.Equal(["copies"], options.Canaries.Problems().Select(p => p.Path));
    }

    private PreparedData Run(string input, DocumentUnit unit = DocumentUnit.File, double heldOut = 0.1) =>
        DataPreparation.Run(new PreparationOptions { Input = input, Document = unit, HeldOut = heldOut }, _folder.File("out"), TestContext.Current.CancellationToken);

    private List<string> Texts(string name) => [.. File.ReadLines(_folder.File($"out/{name}")).Select(l => (string)JsonNode.Parse(l)!["text"]!)];
}
