using System.IO.Compression;
using System.Text;
using CsCheck;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Parquet.Schema;
using Parquet.Serialization;
using Xunit;

namespace Heed.Language.Tests.Datasets.Formats;

public sealed class RecordFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Quarantine _quarantine = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_arrays_and_gzip_hold_the_same_records()
    {
        var records = new[] { "{\"a\":1}", "{\"a\":\"é你\"}", "{\"a\":[{\"b\":null}]}" };
        var lines = Encoding.UTF8.GetBytes(string.Join("\r\n", records));
        string[] files = [_folder.Write("a.jsonl", lines), _folder.Write("b.json", $"[\n{string.Join(",\n", records)}\n]\n"), _folder.Write("c.jsonl.gz", Gzip(lines)), _folder.Write("d.json", lines)];
        foreach (var file in files) Assert.Equal(records, Read(file).Select(r => r.Value.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        Assert.Equal([1, 2, 3], Read(files[0]).Select(r => r.Line));
        Assert.Equal([2, 3, 4], Read(files[1]).Select(r => r.Line));
    }

    [Fact]
    public void Arrays_are_read_the_same_however_large_an_element_is() =>
        Gen.Int[0, 200_000].Array[1, 4].Sample(lengths =>
        {
            var file = _folder.Write("a.json", "[" + string.Join(" ,\n ", lengths.Select(n => $"{{\"a\": \"{new string('x', n)}\"}}")) + "]");
            Assert.Equal(lengths, Read(file).Select(r => ((string)r.Value["a"]!).Length));
        }, iter: 20, threads: 1);

    [Fact]
    public void Lines_are_cut_right_however_long_they_are() =>
        Gen.Int[0, 150_000].Array[1, 5].Sample(lengths =>
        {
            var file = _folder.Write("a.txt", string.Join('\n', lengths.Select(n => new string('x', n) + "y")));
            Assert.Equal(lengths.Select(n => n + 1), TextData.Read(file, DocumentUnit.Record, _quarantine).Select(d => d.Text.Length));
        }, iter: 20, threads: 1);

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        Assert.Single(Read(_folder.Write("a.jsonl", [.. mark, .. "{}"u8])));
        Assert.Single(Read(_folder.Write("a.json", [.. mark, .. "[{}]"u8])));
        Assert.Equal("x", Assert.Single(TextData.Read(_folder.Write("a.txt", [.. mark, .. "x"u8]), DocumentUnit.File, _quarantine)).Text);
    }

    [Fact]
    public async Task Rows_of_a_parquet_file_are_records_nested_ones_too()
    {
        var message = new StructField("element", new DataField<string>("role"), new DataField<string>("content"));
        var schema = new ParquetSchema(new DataField<string>("prompt"), new ListField("chosen", message), new DataField<double>("weight"));
        object Said(string content) => new List<IDictionary<string, object?>> { new Dictionary<string, object?> { ["role"] = "assistant", ["content"] = content } };
        IDictionary<string, object?>[] rows = [.. Enumerable.Range(0, 3).Select(i => new Dictionary<string, object?> { ["prompt"] = $"é{i}", ["chosen"] = Said($"a{i}"), ["weight"] = i / 2.0 })];
        using (var stream = File.Create(_folder.File("a.parquet"))) await ParquetSerializer.SerializeUntypedAsync(rows, schema, stream, cancellationToken: TestContext.Current.CancellationToken);
        var records = Read(_folder.File("a.parquet"));
        Assert.Equal(["é0", "é1", "é2"], records.Select(r => (string)r.Value["prompt"]!));
        Assert.Equal("a1", (string)records[1].Value["chosen"]![0]!["content"]!);
        Assert.Equal(0.5, (double)records[1].Value["weight"]!);
        Assert.Equal([1, 2, 3], records.Select(r => r.Line));
    }

    /// <summary>Outside authority: pairs.parquet is written by DuckDB 1.5 (zstd, several row groups, nulls).</summary>
    [Fact]
    public void A_parquet_file_of_another_program_is_read_as_preferences()
    {
        using (var resource = typeof(RecordFileTests).Assembly.GetManifestResourceStream("pairs.parquet")!)
        using (var file = File.Create(_folder.File("pairs.parquet")))
            resource.CopyTo(file);
        var items = Dataset.Read<Preference>(_folder.File("pairs.parquet"), _quarantine).Items;
        Assert.Equal([0, 1, 2, 3, 4, 5, 2051, 2052], items.Select(p => int.Parse(p.Id[1..])));
        Assert.Equal(("q2051", "é😀2051", "no", "r1", 2051.5), (items[6].Prompt.Messages[0].Content, items[6].Chosen, items[6].Rejected, items[6].Rater, items[6].Weight));
        Assert.Equal([null, "r1", "r0", null], items.Take(4).Select(p => p.Rater));
    }

    [Fact]
    public void Whatever_bytes_a_file_holds_it_is_read_or_refused_with_a_reason() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 200], Gen.OneOf([.. "[]{}\"\\:,ntu0 \n\uFEFFé".Select(Gen.Const)]).Array[0, 60].Select(c => Encoding.UTF8.GetBytes(c))),
            Gen.OneOf([.. new[] { "a.txt", "a.jsonl", "a.json", "a.jsonl.gz", "a.parquet" }.Select(Gen.Const)])).Sample((bytes, name) =>
        {
            var file = _folder.Write(name, bytes);
            try
            {
                if (name == "a.txt") _ = TextData.Read(file, DocumentUnit.Block, _quarantine).Count();
                else _ = Read(file);
            }
            catch (DatasetException error)
            {
                Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
            }
        }, iter: 1000, threads: 1);

    [Theory]
    [InlineData("a.jsonl", "no such file")]
    [InlineData("a.json", "no such file")]
    [InlineData("a.parquet", "no such file")]
    public void An_absent_file_is_said_to_be_absent(string name, string message) => Fails(_folder.File(name), message);

    [Fact]
    public void An_empty_file_is_said_to_be_empty()
    {
        foreach (var name in new[] { "a.jsonl", "a.json", "a.jsonl.gz" }) Fails(_folder.Write(name, ""), "empty");
        Fails(_folder.Write("b.jsonl", "\n\n"), "only blank lines");
        Assert.Contains("empty", Assert.Throws<DatasetException>(() => TextData.Read(_folder.Write("a.txt", ""), DocumentUnit.File, _quarantine).ToList()).Message);
    }

    [Fact]
    public void Another_encoding_is_named_with_the_byte_where_it_shows()
    {
        Fails(_folder.Write("a.jsonl", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray()), "found UTF-16 (its byte order mark)");
        Fails(_folder.Write("b.jsonl", Encoding.Unicode.GetBytes("{\"a\": \"some text\"}")), "zero bytes");
        Fails(_folder.Write("c.jsonl", [.. "{}\n{\"a\":\""u8, 0xE9, .. "\"}"u8]), "line 2: expected UTF-8, found byte 0xE9 at offset 9");
        Fails(_folder.Write("d.json", [.. "[{},\n{\"a\":\""u8, 0xE9, .. "\"}]"u8]), "line 2: expected UTF-8, found byte 0xE9 at offset 11");
        var text = _folder.Write("e.txt", [.. "one\ntwo "u8, 0xC3, .. "("u8]);
        foreach (var unit in Enum.GetValues<DocumentUnit>())
            Assert.Contains("line 2: expected UTF-8, found byte 0xC3 at offset 8", Assert.Throws<DatasetException>(() => TextData.Read(text, unit, _quarantine).ToList()).Message);
    }

    [Fact]
    public void A_broken_array_is_named_with_its_line()
    {
        Fails(_folder.Write("a.json", "[{\"a\": 1},\n{\"a\": }\n]"), "line 2: broken JSON");
        Fails(_folder.Write("b.json", "[{\"a\": 1},\n{\"a\": 2"), "broken JSON");
        Fails(_folder.Write("c.json", "[{\"a\": 1}]\nmore"), "line 2: broken JSON");
    }

    [Fact]
    public void A_broken_line_costs_one_record()
    {
        Assert.Equal(2, Read(_folder.Write("a.jsonl", "{\"a\":1}\n{\"a\":\n{\"a\":2}\n{} {}")).Count);
        Assert.Equal([2, 4], _quarantine.Records.Select(r => r.Line));
    }

    [Fact]
    public void Broken_and_cut_gzip_files_are_said_to_be_broken()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"a\": \"{i * 7919}\"}}\n"))));
        Fails(_folder.Write("a.jsonl.gz", whole[..(whole.Length / 2)]), "gzip data are broken");
        Fails(_folder.Write("b.jsonl.gz", "no gzip at all, but text"), "gzip data are broken");
    }

    [Fact]
    public void A_damaged_parquet_file_is_said_to_be_damaged() => Fails(_folder.Write("a.parquet", new byte[100]), "Parquet file cannot be read");

    [Fact]
    public void A_folder_gives_its_files_in_ordinal_order_and_lists_what_it_ignores()
    {
        foreach (var name in new[] { "b.txt", "a/z.txt", "B.txt", "notes.md", ".hidden.txt" }) _folder.Write(name, name);
        var files = DataFiles.Of(_folder.Path);
        Assert.Equal(["B.txt", "a/z.txt", "b.txt"], files.Files.Select(files.Relative));
        Assert.Equal(["notes.md"], files.Ignored.Select(files.Relative));
        Assert.Contains("found another ending", Assert.Throws<DatasetException>(() => DataFiles.Of(_folder.File("notes.md"))).Message);
        Assert.Contains("no such file or folder", Assert.Throws<DatasetException>(() => DataFiles.Of(_folder.File("none"))).Message);
    }

    [Theory]
    [InlineData(DocumentUnit.File, new[] { "a\nb\n\n\nc\n" }, new[] { 1L })]
    [InlineData(DocumentUnit.Record, new[] { "a", "b", "c" }, new[] { 1L, 2, 5 })]
    [InlineData(DocumentUnit.Block, new[] { "a\nb", "c" }, new[] { 1L, 5 })]
    public void A_document_is_a_file_a_line_or_a_block(DocumentUnit unit, string[] texts, long[] lines)
    {
        var documents = TextData.Read(_folder.Write("a.txt", "a\nb\n\n\nc\n"), unit, _quarantine).ToList();
        Assert.Equal(texts, documents.Select(d => d.Text));
        Assert.Equal(lines, documents.Select(d => d.Line));
    }

    [Fact]
    public void The_text_of_a_record_stands_under_a_usual_key_or_the_one_named()
    {
        var file = _folder.Write("a.jsonl", "{\"text\": \"x\\n\\ny\"}\n{\"body\": \"z\"}");
        Assert.Equal(["x\n\ny"], TextData.Read(file, DocumentUnit.File, _quarantine).Select(d => d.Text));
        Assert.Contains("'text' is missing", Assert.Single(_quarantine.Records).Reason);
        Assert.Equal(["x", "y"], TextData.Read(file, DocumentUnit.Block, _quarantine).Select(d => d.Text));
        Assert.Equal(["z"], TextData.Read(file, DocumentUnit.File, _quarantine, "body").Select(d => d.Text));
    }

    [Fact]
    public void The_quarantine_is_written_as_one_object_a_line()
    {
        _quarantine.Reject("f", 3, "an \"é\"");
        _quarantine.Write(_folder.File("quarantine.jsonl"));
        Assert.Equal("{\"file\":\"f\",\"line\":3,\"reason\":\"an \\\"é\\\"\"}\n", File.ReadAllText(_folder.File("quarantine.jsonl")));
        new Quarantine().Write(_folder.File("quarantine.jsonl"));
        Assert.False(File.Exists(_folder.File("quarantine.jsonl")));
    }

    private List<DataRecord> Read(string file) => [.. RecordFile.Read(file, _quarantine)];

    private void Fails(string file, string message) => Assert.Contains(message, Assert.Throws<DatasetException>(() => Read(file)).Message);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }
}
