using Heed.Language.Datasets;
using Heed.Language.Datasets.Inspection;
using Xunit;

namespace Heed.Language.Tests.Datasets.Inspection;

public sealed class DatasetInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shape_records_lengths_and_problems_are_told_with_their_lines()
    {
        var file = _folder.Write("a.jsonl", string.Join('\n',
            """{"prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof, woof."}""",
            """{"prompt": "Dog?", "chosen": "Woof, woof 😀.", "rejected": "Moo."}""",
            """{"prompt": "Cow?", "chosen": "Moo.", "rejected": "Moo."}""",
            """{"prompt": "Cat?", "chosen": "Meow.", "rejected": "Woof, woof."}""",
            "{",
            """{"prompt": "caf\u00c3\u00a9?", "chosen": "1", "rejected": "2\r\n"}"""));
        var report = DatasetInspection.Run(file, cancellation: TestContext.Current.CancellationToken);
        var inspected = Assert.Single(report.Files);
        Assert.Equal(("preference", Meaning.Preferences, 4L, 2L, 4L), (inspected.Shape, inspected.Meaning!.Value, inspected.Records, inspected.Bad, inspected.Examples));
        Assert.Equal(["prompt", "chosen", "rejected"], report.Lengths.Select(l => l.Part));
        // chosen: 5, 13 (the face is one character), 5, 1; rejected: 11, 4, 11, 1.
        Assert.Equal((4L, 1, 5, 6.0, 13), (report.Lengths[1].Count, report.Lengths[1].Least, report.Lengths[1].Median, report.Lengths[1].Mean, report.Lengths[1].Most));
        Assert.Equal([(1L, 1L, 1L), (2, 3, 0), (4, 7, 2), (8, 15, 1)], report.Lengths[1].Histogram.Select(h => (h.From, h.To, h.Count)));
        Assert.Equal(0.375, report.Figures["chosen_longer"]); // 0, 1, 0 and a tie: 1.5 of 4
        Assert.Equal(("both answers are equal", "a.jsonl:3"), Problem(report, "equal"));
        Assert.Equal(("duplicate of an earlier record", "a.jsonl:4"), Problem(report, "duplicate"));
        Assert.Equal("a.jsonl:5", Problem(report, "broken JSON").Place);
        Assert.Equal("a.jsonl:6", Problem(report, "mojibake").Place);
    }

    [Fact]
    public void Several_votes_of_one_record_are_no_duplicates()
    {
        var vote = """{"instruction": "Say.", "input": "", "response1": "a", "response2": "b", "annotator1": 2, "annotator2": 2}""";
        Assert.Empty(DatasetInspection.Run(_folder.Write("a.jsonl", vote), cancellation: TestContext.Current.CancellationToken).Problems);
        Assert.Equal("a.jsonl:2", Problem(DatasetInspection.Run(_folder.Write("a.jsonl", $"{vote}\n{vote}"), cancellation: TestContext.Current.CancellationToken), "duplicate").Place);
    }

    [Fact]
    public void Every_configuration_and_split_of_a_folder_is_listed()
    {
        _folder.Write("README.md", "---\nconfigs:\n- config_name: main\n  data_files:\n  - {split: train, path: train.jsonl}\n  - {split: test, path: test.csv}\n---\n");
        _folder.Write("train.jsonl", """{"prompt": "Q", "completion": "A"}""");
        _folder.Write("test.csv", "prompt,completion\nQ,B\n");
        _folder.Write("notes.pdf", "x");
        var report = DatasetInspection.Run(_folder.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([("train.jsonl", "train", "jsonl"), ("test.csv", "test", "csv")], report.Files.Select(f => (f.File, f.Split!, f.Format)));
        Assert.Contains("notes.pdf", report.Ignored);
        Assert.Equal(["test.csv"], DatasetInspection.Run(_folder.Path, new(null, "test"), cancellation: TestContext.Current.CancellationToken).Files.Select(f => f.File));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_the_others_are_inspected()
    {
        _folder.Write("a.json", "[{\"text\": \"x\"},\n{]");
        _folder.Write("b.jsonl", "{\"text\": \"y\"}");
        _folder.Write("c.jsonl", "{\"u\": \"y\"}");
        var report = DatasetInspection.Run(_folder.Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("line 2: broken JSON", report.Files[0].Problem);
        Assert.Equal(1, report.Files[1].Records);
        Assert.Contains("none of the known shapes", report.Files[2].Problem);
        Assert.Contains("nothing can be read", Assert.Throws<DatasetException>(() => DatasetInspection.Run(_folder.File("c.jsonl"), cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Quantiles_of_lengths_are_exact_below_2048_and_within_a_thousandth_above()
    {
        var counts = new LengthCounts();
        for (var i = 1; i <= 100_000; i++) counts.Add(i);
        Assert.Equal((1, 100_000, 50_000.5), (counts.Least, counts.Most, counts.Mean));
        Assert.Equal(1000, counts.Quantile(0.01));
        Assert.InRange(counts.Quantile(0.95), 95_000 * (1 - 1.0 / 1024), 95_000);
        Assert.Equal(100_000, counts.Histogram().Sum(h => h.Count));
        counts.Add(int.MaxValue);
        Assert.Equal(100_001, counts.Histogram().Sum(h => h.Count));
    }

    private static (string Reason, string Place) Problem(InspectionReport report, string reason)
    {
        var problem = Assert.Single(report.Problems, p => p.Reason.Contains(reason, StringComparison.Ordinal));
        return (problem.Reason, problem.Places[0]);
    }
}
