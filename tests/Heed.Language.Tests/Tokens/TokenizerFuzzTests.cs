using System.Text;
using CsCheck;
using Heed.Language.Tokens;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Tokens;

/// <summary>Damaged files are read, or refused with the one exception that names them; they never crash, hang or take the memory.</summary>
public sealed class TokenizerFuzzTests : IDisposable
{
    private static readonly string[] Texts = ["", "a", "Hello  wörld <s> 你好\n\U0001F600!", "the the\r\n\t'll 123", "\uD800x"];

    private static readonly byte[][] JsonFiles = [.. Samples.Json.Select(Encoding.UTF8.GetBytes)];

    // What damage puts into a file: bytes, and pieces that mean something there.
    private static readonly byte[][] Pieces = [.. new[]
    {
        "null", "true", "-1", "0", "1e9", "99999999999", "\"\"", "\"\\ud800\"", "[]", "{}", "{\"type\":\"Sequence\"}", "\"(a*)*\"", "\"[\"", "\"\\\\p{L}{1000}\"", "\"First\"", "\"Regex\"", ",", ":", "]", "}", "\"type\"", "\u2581"
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly Gen<(int At, int Cut, byte[] Put)> Edit = Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 12],
        Gen.OneOf(Gen.Byte.Array[0, 4], Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damaged_tokenizer_files_are_read_or_refused() => Try("tokenizer.json", JsonFiles, 1500);

    [Fact]
    public void Damaged_sentencepiece_models_are_read_or_refused() => Try("tokenizer.model", Samples.Models, 1500);

    [Fact]
    [Trait("Kind", "Long")]
    public void Damaged_tokenizer_files_are_read_or_refused_a_million_times() => Try("tokenizer.json", JsonFiles, 1_000_000);

    [Fact]
    [Trait("Kind", "Long")]
    public void Damaged_sentencepiece_models_are_read_or_refused_a_million_times() => Try("tokenizer.model", Samples.Models, 1_000_000);

    [Fact]
    public void Undamaged_they_are_read()
    {
        foreach (var file in JsonFiles) Use(_folder.File("tokenizer.json"), file, refuses: false);
        foreach (var file in Samples.Models) Use(_folder.File("tokenizer.model"), file, refuses: false);
    }

    private static void Try(string name, byte[][] files, long count)
    {
        var damage = Gen.Select(Gen.Int[0, files.Length - 1], Edit.List[1, 4]);
        new Fuzz<byte[]>(number =>
        {
            var (which, edits) = damage.Generate(new PCG(1, number), null, out _);
            return edits.Aggregate(files[which], Damaged);
        }, (file, folder) => Use(Path.Combine(folder, name), file, refuses: true)).Run(count);
    }

    private static byte[] Damaged(byte[] file, (int At, int Cut, byte[] Put) edit)
    {
        var at = file.Length == 0 ? 0 : edit.At % file.Length;
        return [.. file.Take(at), .. edit.Put, .. file.Skip(at + edit.Cut)];
    }

    private static void Use(string path, byte[] file, bool refuses)
    {
        File.WriteAllBytes(path, file);
        try
        {
            var tokenizer = Tokenizer.Load(path);
            foreach (var text in Texts) RoundTrip(tokenizer, text);
        }
        catch (TokenizerException error) when (refuses)
        {
            Assert.Contains(Path.GetFileName(path), error.Message);
        }
    }

    private static void RoundTrip(Tokenizer tokenizer, string text)
    {
        var ids = tokenizer.Encode(text);
        var decoder = tokenizer.NewStreamingDecoder();
        foreach (var id in ids) decoder.Append(id);
        decoder.Flush();
        tokenizer.Decode(ids, skipSpecial: false);
        Assert.Equal(ids, tokenizer.With(null, null).Annotate(text, addSpecial: false).Ids);
        tokenizer.With(null, null).Annotate(text, text);
    }

    private static class Samples
    {
        private const string Added = """[{"id": 0, "content": "<unk>", "special": true}, {"id": 1, "content": "<s>", "special": true, "lstrip": true}, {"id": 9, "content": "the", "single_word": true, "normalized": true}]""";
        private const string Template = """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}""";

        public static readonly string[] Json =
        [
            $$$$"""{"added_tokens": {{{{Added}}}}, "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": "\u2581"}, {"type": "BertNormalizer", "lowercase": true}]}, "pre_tokenizer": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "first", "split": true}, "post_processor": {{{{Template}}}}, "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Metaspace", "replacement": "\u2581"}, {"type": "Strip", "content": " ", "start": 1, "stop": 1}]}, "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["<s>", 0], ["\u2581", -1.5], ["a", -2], ["\u2581he", -3.25], ["l", -2]], "byte_fallback": true}}""",
            $$$$"""{"added_tokens": {{{{Added}}}}, "normalizer": null, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "(?i:'s|'ll)|[^\\r\\n\\p{L}]?\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+"}, "behavior": "Isolated", "invert": false}, {"type": "Digits", "individual_digits": true}, {"type": "ByteLevel", "add_prefix_space": true, "use_regex": false}]}, "post_processor": {"type": "RobertaProcessing", "sep": ["<s>", 1], "cls": ["<s>", 1], "trim_offsets": true, "add_prefix_space": true}, "decoder": {"type": "ByteLevel"}, "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": false, "ignore_merges": true, "vocab": {"<unk>": 0, "<s>": 1, "h": 2, "e": 3, "l": 4, "he": 5, "ll": 6, "hell": 7, "Ġ": 8}, "merges": ["h e", ["l", "l"], "he ll"]}}""",
            $$$$"""{"truncation": {"max_length": 5, "stride": 1, "strategy": "LongestFirst", "direction": "Left"}, "padding": {"strategy": {"Fixed": 4}, "pad_id": 0, "pad_token": "<unk>"}, "added_tokens": {{{{Added}}}}, "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": {"type": "BertProcessing", "sep": ["<s>", 1], "cls": ["<s>", 1]}, "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true}, "model": {"type": "WordPiece", "unk_token": "<unk>", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10, "vocab": {"<unk>": 0, "<s>": 1, "h": 2, "##e": 3, "##l": 4, "##llo": 5, "!": 6}}}"""
        ];

        public static readonly byte[][] Models = [Model(1, "\u2581", "a", "he", "l", "\u2581he"), Model(2, "h", "e", "l", "he", "ll", "hell", "\u2581")];

        private static byte[] Model(int type, params string[] pieces)
        {
            var file = new List<byte>();
            void Piece(string text, int kind, float score) => Field(file, 1, [.. Text(1, text), 0x15, .. BitConverter.GetBytes(score), 0x18, (byte)kind]);
            Piece("<unk>", 2, 0);
            Piece("<s>", 3, 0);
            Piece("<m>", 4, 0);
            for (var i = 0; i < 4; i++) Piece($"<0x{i:X2}>", 6, 0);
            for (var i = 0; i < pieces.Length; i++) Piece(pieces[i], i == 2 ? 5 : 1, -i - 1);
            Field(file, 2, [0x18, (byte)type, 0x98, 0x02, 0x01]);
            Field(file, 3, [0x18, 0x01, 0x20, 0x01, 0x28, 0x01]);
            return [.. file];
        }

        private static byte[] Text(int field, string text)
        {
            var bytes = new List<byte>();
            Field(bytes, field, Encoding.UTF8.GetBytes(text));
            return [.. bytes];
        }

        private static void Field(List<byte> to, int field, byte[] content)
        {
            to.Add((byte)(field << 3 | 2));
            to.Add((byte)content.Length);
            to.AddRange(content);
        }
    }
}
