using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Datasets;
using Heed.Language.Datasets.Formats;
using Heed.Language.Datasets.Inspection;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Datasets.Formats;

/// <summary>Files of every format with bytes changed, cut out and doubled: they are read, or refused by our own exception, and no claim of theirs is believed before memory is taken.</summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private static readonly string[] Names = ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.arrow"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_damaged_file_is_read_or_refused_with_a_reason() => Damage(400);

    [Fact]
    [Trait("Kind", "Long")]
    public void A_file_damaged_in_a_million_ways_is_read_or_refused_with_a_reason() => Damage(1_000_000);

    [Fact]
    public void Rows_with_half_a_character_in_their_prompt_are_quarantined()
    {
        var file = _folder.Write("a.jsonl", """
            {"prompt": "\ud800", "response": "x", "helpfulness": 1}
            {"prompt": "\ud800", "response": "y", "helpfulness": 2}
            {"prompt": "a", "response": "y", "helpfulness": 2}
            """);
        Assert.Equal((1, 2), DatasetInspection.Run(file, cancellation: TestContext.Current.CancellationToken).Files.Select(f => ((int)f.Records, (int)f.Bad)).Single());
    }

    [Fact]
    public void Records_of_any_kind_are_read_or_quarantined() => Records(3_000);

    [Fact]
    [Trait("Kind", "Long")]
    public void A_million_files_of_records_of_any_kind_are_read_or_quarantined() => Records(1_000_000);

    private static void Records(long count)
    {
        var leaf = Gen.OneOf(Gen.Const("null"), Gen.Const("true"), Gen.Const("3"), Gen.Const("\"\""), Gen.Const("\"x\""), Gen.Const("\"\\ud800\""), Gen.Const("\"\\n\\nHuman: a\\n\\nAssistant: b\""), Gen.Const("[]"), Gen.Const("{}"),
            Gen.Const("[{\"role\":\"user\",\"content\":\"x\"}]"), Gen.Const("[{\"from\":\"human\",\"value\":\"x\"},{\"from\":\"gpt\",\"value\":\"y\"}]"), Gen.Const("{\"role\":[\"user\"],\"content\":[\"x\"]}"),
            Gen.Const("[true]"), Gen.Const("[\"x\"]"), Gen.Const("[{\"response\":\"x\",\"overall_score\":1}]"), Gen.Const("{\"text\":\"x\",\"role\":\"prompter\",\"replies\":[3]}"));
        var key = Gen.OneOf([.. ("prompt,completion,chosen,rejected,messages,conversations,label,labels,completions,instruction,input,output,question,answer,text,role,replies,parent_id,message_id,"
            + "response,helpfulness,response1,response2,annotator1,response_1,response_2,preference_strength,preference,prediction 1,prediction 2,passages,id,weight,rater,system,history").Split(',').Select(Gen.Const)]);
        var records = Gen.Select(key, leaf).Array[1, 6].Array[1, 4];
        new Fuzz<string>(number =>
        {
            var lines = records.Generate(new PCG(1, number), null, out _).Select(r => "{" + string.Join(',', r.DistinctBy(p => p.Item1).Select(p => $"\"{p.Item1}\":{p.Item2}")) + "}");
            return string.Join('\n', lines);
        }, (text, folder) => Inspected(Path.Combine(folder, "r.jsonl"), Encoding.UTF8.GetBytes(text))).Run(count);
    }

    private void Damage(long count)
    {
        var records = Enumerable.Range(0, 40).Select(i => new JsonObject { ["prompt"] = $"é {i}", ["completion"] = $"\"a\",\n{i}", ["id"] = i }).ToList();
        var whole = Names.ToDictionary(n => n, n =>
        {
            RecordWriting.Write(_folder.File(n), () => records);
            return File.ReadAllBytes(_folder.File(n));
        });
        using (var resource = typeof(ReaderFuzzTests).Assembly.GetManifestResourceStream("thumbs.arrow")!)
        {
            whole["file.arrow"] = new byte[resource.Length];
            resource.ReadExactly(whole["file.arrow"]);
        }
        var change = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Byte, Gen.Int[1, 64]);
        var damage = Gen.Select(Gen.OneOf([.. whole.Keys.Select(Gen.Const)]), change.Array[1, 6]);
        new Fuzz<(string Name, byte[] Bytes)>(number =>
        {
            var (name, changes) = damage.Generate(new PCG(1, number), null, out _);
            return (name, changes.Aggregate(whole[name], Changed));
        }, (file, folder) => Inspected(Path.Combine(folder, file.Name), file.Bytes)).Run(count);
    }

    private static byte[] Changed(byte[] bytes, (int Kind, double Where, byte Value, int Count) change)
    {
        if (bytes.Length == 0) return bytes;
        var at = Math.Min((int)(change.Where * bytes.Length), bytes.Length - 1);
        var end = Math.Min(at + change.Count, bytes.Length);
        switch (change.Kind)
        {
            case 0: return [.. bytes[..at], change.Value, .. bytes[(at + 1)..]];
            case 1: return [.. bytes[..at], .. bytes[end..]];
            case 2: return [.. bytes[..end], .. bytes[at..]];
            case 3: return bytes[..at];
            default: return [.. bytes[..at], .. Enumerable.Repeat((byte)0xFF, end - at), .. bytes[end..]];
        }
    }

    private static void Inspected(string file, byte[] bytes)
    {
        File.WriteAllBytes(file, bytes);
        try
        {
            _ = DatasetInspection.Run(file, cancellation: TestContext.Current.CancellationToken);
        }
        catch (DatasetException error)
        {
            Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        }
    }
}
