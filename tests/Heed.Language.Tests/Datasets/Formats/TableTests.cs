using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Xunit;

namespace Heed.Language.Tests.Datasets.Formats;

/// <summary>Tables: delimited texts, Parquet, Arrow.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    /// <summary>The examples of RFC 4180, section 2: quotes hold line ends, separators and, doubled, quotes.</summary>
    [Fact]
    public void Quoted_fields_hold_separators_line_ends_and_quotes()
    {
        var records = Read("a.csv", "aaa,bbb,ccc\r\n\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,\"b\"\"bb\",\"c,c\"\r\n");
        Assert.Equal(["aaa|b\nbb|ccc", "zzz|b\"bb|c,c"], records.Select(r => string.Join('|', r.Value.Select(p => (string)p.Value!))));
        Assert.Equal([2, 4], records.Select(r => r.Line));
    }

    [Theory]
    [InlineData("a.csv", "x,y\n1,\n")]
    [InlineData("a.csv", "x;y\n1;\n")]
    [InlineData("a.tsv", "x\ty\n1\t\n")]
    [InlineData("a.csv", "\uFEFFx,y\n\n1,\"\"")]
    public void The_separator_is_told_from_the_names(string name, string text)
    {
        var record = Assert.Single(Read(name, text));
        Assert.Equal(("1", ""), ((string)record.Value["x"]!, (string)record.Value["y"]!));
    }

    [Fact]
    public void A_quote_within_a_plain_field_is_a_letter() => Assert.Equal("5\" tall", (string)Assert.Single(Read("a.csv", "x,y\n5\" tall,b\n")).Value["x"]!);

    [Fact]
    public void A_row_with_other_fields_than_names_is_quarantined_with_its_line()
    {
        Assert.Equal(["1", "4"], Read("a.csv", "x,y\n1,2\n3\n\"a\"b,c\n4,5\n").Select(r => (string)r.Value["x"]!));
        Assert.Equal([(3, "expected 2 fields, found 1"), (4, "a quoted field has no end, or something follows its end")], _quarantine.Records.Select(r => ((int)r.Line, r.Reason)));
    }

    [Theory]
    [InlineData("x,x\n1,2\n", "expected a line of different names")]
    [InlineData("x,y\n", "expected records after the line of names")]
    [InlineData("\n\n", "found only blank lines")]
    public void A_table_without_names_or_rows_is_refused(string text, string reason) => Assert.Contains(reason, Assert.Throws<DatasetException>(() => Read("a.csv", text)).Message);

    [Fact]
    public void Whatever_texts_a_table_holds_they_come_back() =>
        Gen.Select(Texts, Texts).Array[1, 6].Sample(rows =>
        {
            var records = rows.Select(r => new JsonObject { ["a b"] = r.Item1, ["c"] = r.Item2 }).ToList();
            foreach (var name in new[] { "t.csv", "t.tsv", "t.csv.zst", "t.jsonl.gz", "t.json.zst" }) Same(name, records);
        }, iter: 60, threads: 1);

    [Fact]
    public void Nested_records_come_back_from_every_format_that_holds_them() =>
        Gen.Select(Texts, Gen.Select(Texts, Texts).Array[1, 3], Gen.Bool, Gen.Int, Gen.Bool.Array[1, 4]).Array[1, 5].Sample(rows =>
        {
            var records = rows.Select(r => new JsonObject
            {
                ["id"] = r.Item1,
                ["messages"] = new JsonArray([.. r.Item2.Select(m => new JsonObject { ["role"] = m.Item1, ["content"] = m.Item2 })]),
                ["label"] = r.Item3,
                ["count"] = r.Item4 % 1000,
                ["weight"] = r.Item4 / 7.0,
                ["labels"] = new JsonArray([.. r.Item5.Select(b => (JsonNode?)b)]),
                ["steps"] = new JsonArray([.. r.Item2.Select(m => (JsonNode?)m.Item1)]),
            }).ToList();
            foreach (var name in new[] { "t.jsonl", "t.json", "t.parquet", "t.arrow" }) Same(name, records);
        }, iter: 40, threads: 1);

    /// <summary>Parquet.Net reads an empty list as none; both say that nothing is there.</summary>
    [Fact]
    public void An_empty_list_beside_full_ones_is_empty_or_absent()
    {
        List<JsonObject> records = [new() { ["a"] = new JsonArray("x") }, new() { ["a"] = new JsonArray() }];
        foreach (var name in new[] { "t.parquet", "t.arrow" })
        {
            RecordWriting.Write(_folder.File(name), () => records);
            var read = RecordFile.Read(_folder.File(name), _quarantine).ToList();
            Assert.Equal(2, read.Count);
            Assert.Equal("x", (string)read[0].Value["a"]![0]!);
            Assert.True(read[1].Value["a"] is null or JsonArray { Count: 0 });
        }
    }

    [Fact]
    public void Many_rows_come_back_in_order()
    {
        var records = Enumerable.Range(0, 25_000).Select(i => new JsonObject { ["n"] = i, ["text"] = $"é{i}" }).ToList();
        foreach (var name in new[] { "t.parquet", "t.arrow" }) Same(name, records);
    }

    [Fact]
    public void What_is_absent_in_some_records_is_absent_in_a_table()
    {
        RecordWriting.Write(_folder.File("t.parquet"), () => [new JsonObject { ["a"] = 1 }, new JsonObject { ["b"] = "x", ["a"] = 1.5 }, new JsonObject { ["c"] = null }]);
        Assert.Equal(["""{"a":1}""", """{"a":1.5,"b":"x"}""", "{}"], RecordFile.Read(_folder.File("t.parquet"), _quarantine).Select(r => r.Value.ToJsonString()));
    }

    [Fact]
    public void A_column_of_unlike_things_is_refused_with_the_record()
    {
        var error = Assert.Throws<DatasetException>(() => RecordWriting.Write(_folder.File("t.parquet"), () => [new JsonObject { ["a"] = 1 }, new JsonObject { ["a"] = "x" }]));
        Assert.Contains("record 2: 'a' holds whole numbers and texts", error.Message);
        Assert.Contains("'a' holds lists or objects", Assert.Throws<DatasetException>(() => RecordWriting.Write(_folder.File("t.csv"), () => [new JsonObject { ["a"] = new JsonArray() }])).Message);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    /// <summary>Outside authority: both files are written by JavaScript's apache-arrow 21.2.</summary>
    [Theory]
    [InlineData("thumbs.arrow")]
    [InlineData("thumbs-stream.arrow")]
    public void An_arrow_file_of_another_program_is_read_as_thumbs(string name)
    {
        using (var resource = typeof(TableTests).Assembly.GetManifestResourceStream(name)!)
        using (var file = File.Create(_folder.File(name)))
            resource.CopyTo(file);
        var records = RecordFile.Read(_folder.File(name), _quarantine).ToList();
        Assert.Equal(["web", "web", "book"], records.Select(r => (string)r.Value["source"]!));
        Assert.Equal([0.5, 2, null], records.Select(r => (double?)r.Value["weight"]));
        var thumbs = Dataset.Read<Thumb>(_folder.File(name), _quarantine).Items;
        Assert.Equal([("7", "Cat? é😀", "Meow.", true), ("8", "Dog?", "Woof.", false)], thumbs.Select(t => (t.Id, t.Prompt.Messages[0].Content, t.Completion, t.Good)));
        Assert.Equal(3, Assert.Single(_quarantine.Records).Line);
    }

    /// <summary>The words belong to all batches: they must outlive the first.</summary>
    [Fact]
    public void Batches_of_an_arrow_file_share_a_dictionary()
    {
        var type = new Apache.Arrow.Types.DictionaryType(Apache.Arrow.Types.Int32Type.Default, Apache.Arrow.Types.StringType.Default, false);
        var schema = new Apache.Arrow.Schema([new("words", type, true)], null);
        foreach (var name in new[] { "file", "stream" })
        {
            var words = new Apache.Arrow.StringArray.Builder().Append("no").Append("yes").Build();
            using (var stream = File.Create(_folder.File("a.arrow")))
            using (var writer = name == "file" ? new Apache.Arrow.Ipc.ArrowFileWriter(stream, schema) : new Apache.Arrow.Ipc.ArrowStreamWriter(stream, schema))
            {
                for (var i = 0; i < 20; i++)
                    writer.WriteRecordBatch(new Apache.Arrow.RecordBatch(schema, [new Apache.Arrow.DictionaryArray(type, new Apache.Arrow.Int32Array.Builder().Append(i % 2).Build(), words)], 1));
                writer.WriteEnd();
            }
            Assert.Equal(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "no" : "yes"), RecordFile.Read(_folder.File("a.arrow"), _quarantine).Select(r => (string)r.Value["words"]!));
        }
    }

    [Fact]
    public void An_arrow_file_of_the_random_access_format_is_read_too()
    {
        var schema = new Apache.Arrow.Schema([new("text", Apache.Arrow.Types.StringType.Default, true), new("words", new Apache.Arrow.Types.DictionaryType(Apache.Arrow.Types.Int32Type.Default, Apache.Arrow.Types.StringType.Default, false), true)], null);
        var words = new Apache.Arrow.DictionaryArray((Apache.Arrow.Types.DictionaryType)schema.FieldsList[1].DataType, new Apache.Arrow.Int32Array.Builder().Append(1).Append(0).Build(), new Apache.Arrow.StringArray.Builder().Append("no").Append("yes").Build());
        using (var stream = File.Create(_folder.File("a.arrow")))
        using (var writer = new Apache.Arrow.Ipc.ArrowFileWriter(stream, schema))
        {
            writer.WriteRecordBatch(new Apache.Arrow.RecordBatch(schema, [new Apache.Arrow.StringArray.Builder().Append("a").AppendNull().Build(), words], 2));
            writer.WriteEnd();
        }
        Assert.Equal(["""{"text":"a","words":"yes"}""", """{"text":null,"words":"no"}"""], RecordFile.Read(_folder.File("a.arrow"), _quarantine).Select(r => r.Value.ToJsonString()));
    }

    private static Gen<string> Texts => Gen.OneOf(Gen.String[Gen.Char['\u0020', '\u2FFF'], 0, 8], Gen.OneOf([.. new[] { ",", "\"", "\n", "\t;|", " ", "😀", "x\r\ny" }.Select(Gen.Const)]))
        .Select(s => s.Replace("\r\n", "\n", StringComparison.Ordinal));

    private void Same(string name, IReadOnlyList<JsonObject> records)
    {
        RecordWriting.Write(_folder.File(name), () => records);
        Assert.Equal(records.Select(r => r.ToJsonString()), RecordFile.Read(_folder.File(name), _quarantine).Select(r => r.Value.ToJsonString()));
        Assert.Empty(_quarantine.Records);
    }

    private List<DataRecord> Read(string name, string text) => [.. RecordFile.Read(_folder.Write(name, Encoding.UTF8.GetBytes(text)), _quarantine)];
}
