using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class TokenizerTests : IDisposable
{
    private static readonly Tokenizer Trained = new BytePairTrainer(new BytePairTrainerOptions
    {
        VocabularySize = 400,
        SpecialTokens = ["<|endoftext|>", "<|pad|>"],
        EndToken = "<|endoftext|>",
        PadToken = "<|pad|>"
    }).Train(["The cat sat on the mat. The dog sat on the log. It's what they'll do, isn't it? 1234 5678\n\n  über äöü 你好世界 👩‍🚀"]);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char.Select(c => c.ToString()), Gen.Char['\0', '\x7F'].Select(c => c.ToString()), Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32),
        Gen.OneOf([.. new[] { "the ", " cat", "'s", "\n\n", "  ", "<|endoftext|>", "<|pad|>", "<|end", "\u00E9", "e\u0301" }.Select(Gen.Const)])).List[0, 30].Select(string.Concat);

    private readonly TemporaryFolder _folder = new();
    private string? _saved;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_text_comes_back_with_lone_surrogates_as_U_FFFD() =>
        AnyText.Sample(text => Assert.Equal(WellFormed(text), Trained.Decode(Trained.Encode(text), skipSpecial: false)));

    [Fact]
    public void Streaming_shows_the_same_text_and_no_half_character() =>
        Gen.Int[0, 399].Array[0, 40].Sample(ids =>
        {
            ids = [.. ids.Select(i => i % Trained.VocabularySize)];
            var decoder = Trained.NewStreamingDecoder();
            var deltas = ids.Select(decoder.Append).ToList();
            deltas.Add(decoder.Flush());
            Assert.Equal(Trained.Decode(ids), string.Concat(deltas));
            Assert.DoesNotContain(deltas, d => d.Length > 0 && (char.IsLowSurrogate(d[0]) || char.IsHighSurrogate(d[^1])));
        });

    [Fact]
    public void Encoding_text_piece_by_piece_at_its_cuts_is_encoding_it_whole() =>
        AnyText.Sample(text =>
        {
            var cuts = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(i => char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1])).Prepend(0).Append(text.Length).ToList();
            var pieces = cuts.Zip(cuts.Skip(1), (a, b) => text[a..b]);
            Assert.Equal(Trained.Encode(text), pieces.SelectMany(Trained.Encode));
        });

    [Fact]
    public void Many_threads_give_what_one_gives()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"The cat {i} sat on the mat, isn't it {i * i}?").ToList();
        Assert.Equal(texts.Select(Trained.Encode), Trained.EncodeAll(texts));
    }

    [Fact]
    public void Special_tokens_in_ordinary_text_stay_text()
    {
        Assert.Contains(Trained.EndId!.Value, Trained.Encode("a<|endoftext|>b"));
        var ordinary = Trained.EncodeOrdinary("a<|endoftext|>b");
        Assert.DoesNotContain(Trained.EndId!.Value, ordinary);
        Assert.Equal("a<|endoftext|>b", Trained.Decode(ordinary));
    }

    [Fact]
    public void An_id_beyond_the_vocabulary_decodes_to_nothing() => Assert.Equal("a", Trained.Decode([.. Trained.Encode("a"), 100_000]));

    [Fact]
    public void A_prefix_space_is_added_to_text_that_starts_with_none()
    {
        var with = Changed(json => json["pre_tokenizer"]!["add_prefix_space"] = true);
        Assert.Equal(Trained.Encode(" cat"), with.Encode("cat"));
        Assert.Equal(Trained.Encode(" cat"), with.Encode(" cat"));
        Assert.Equal([.. Trained.Encode(" cat"), Trained.EndId!.Value, .. Trained.Encode(" cat")], with.Encode("cat<|endoftext|>cat"));
    }

    [Fact]
    public void Without_the_expression_tokens_may_run_across_words()
    {
        var trained = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 300, MinFrequency = 1, SplitWords = false }).Train(["to be to be to be"]);
        Assert.Contains(Enumerable.Range(0, trained.VocabularySize).Select(trained.TokenOf), t => t.Contains("oĠb", StringComparison.Ordinal));
        Assert.Equal("to be or not to be", trained.Decode(trained.Encode("to be or not to be")));
    }

    [Fact]
    public void Both_spellings_of_merges_are_read_and_kept()
    {
        var pairs = Changed(json => json["model"]!["merges"] = new JsonArray([.. json["model"]!["merges"]!.AsArray().Select(m => (JsonNode)new JsonArray([.. ((string)m!).Split(' ').Select(t => JsonValue.Create(t))]))]));
        Assert.Equal(Trained.Encode("The cat sat on the mat"), pairs.Encode("The cat sat on the mat"));
        pairs.Save(_folder.Path);
        Assert.IsType<JsonArray>(JsonNode.Parse(File.ReadAllText(_folder.File("tokenizer.json")))!["model"]!["merges"]![0]);
    }

    [Fact]
    public void A_normalised_added_token_is_found_in_the_normalised_text_only()
    {
        var tokenizer = Changed(json =>
        {
            json["normalizer"] = new JsonObject { ["type"] = "NFC" };
            json["added_tokens"]!.AsArray().Add(Added(400, "\u1EBD", normalized: true));
            json["added_tokens"]!.AsArray().Add(Added(401, "o\u0308", normalized: false));
        });
        Assert.Equal([400], tokenizer.Encode("e\u0303"));
        Assert.Equal([401], tokenizer.Encode("o\u0308"));
    }

    [Fact]
    public void Added_tokens_take_the_white_space_they_ask_for_and_single_words_stand_alone()
    {
        var tokenizer = Changed(json =>
        {
            json["added_tokens"]!.AsArray().Add(Added(400, "<l>", left: true));
            json["added_tokens"]!.AsArray().Add(Added(401, "<r>", right: true));
            json["added_tokens"]!.AsArray().Add(Added(402, "mats", single: true));
        });
        Assert.Equal([.. Trained.Encode("a"), 400, .. Trained.Encode(" b")], tokenizer.Encode("a  <l> b"));
        Assert.Equal([.. Trained.Encode("a "), 401, .. Trained.Encode("b")], tokenizer.Encode("a <r>  b"));
        Assert.Equal([.. Trained.Encode("cat "), 402, .. Trained.Encode(" on")], tokenizer.Encode("cat mats on"));
        Assert.DoesNotContain(402, tokenizer.Encode("matsin"));
    }

    [Fact]
    public void The_longest_of_two_added_tokens_that_start_together_wins()
    {
        var tokenizer = Changed(json =>
        {
            json["added_tokens"]!.AsArray().Add(Added(400, "<a>"));
            json["added_tokens"]!.AsArray().Add(Added(401, "<a><b>"));
        });
        Assert.Equal([401, 400], tokenizer.Encode("<a><b><a>"));
    }

    [Theory]
    [InlineData("normalizer", "Uppercase")]
    [InlineData("pre_tokenizer", "Hyperspace")]
    [InlineData("decoder", "WordPieces")]
    [InlineData("post_processor", "Template")]
    [InlineData("model", "Trigram")]
    public void A_component_it_does_not_know_is_named(string part, string type)
    {
        var error = Assert.Throws<TokenizerException>(() => Changed(json => json[part] = new JsonObject { ["type"] = type }));
        Assert.Contains($"the {part} is '{type}'", error.Message);
    }

    [Fact]
    public void A_merge_of_a_token_that_is_not_there_is_named() =>
        Assert.Contains("the vocabulary lacks 'ab'", Assert.Throws<TokenizerException>(() => Changed(json => json["model"]!["merges"]!.AsArray().Add("a b"))).Message);

    [Fact]
    public void Broken_absent_and_mistyped_files_give_one_clear_message()
    {
        Assert.Contains("no such file", Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.File("nothing.json"))).Message);
        Assert.Contains("tokenizer.json", Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.Path)).Message);
        Assert.Contains("line 2", Assert.Throws<TokenizerException>(() => Tokenizer.Load(_folder.Write("broken.json", "{\n\"model\": "))).Message);
        Assert.Contains("the id of 'a'", Assert.Throws<TokenizerException>(() => Changed(json => json["model"]!["vocab"]!["a"] = "one")).Message);
        Assert.Contains("unexpected type", Assert.Throws<TokenizerException>(() => Changed(json => json["added_tokens"]![0]!.AsObject().Remove("content"))).Message);
    }

    [Fact]
    public void Whatever_is_changed_in_the_file_it_is_read_or_refused_with_a_reason() =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 5]).Sample((which, how) =>
        {
            try
            {
                Changed(json => Damage(json, which, how));
            }
            catch (TokenizerException error)
            {
                Assert.Contains("tokenizer.json", error.Message);
            }
        }, iter: 500, threads: 1);

    [Fact]
    public void The_part_a_token_plays_is_read_from_either_file_as_text_or_object()
    {
        Trained.Save(_folder.Path);
        _folder.Write("tokenizer_config.json", """{"eos_token": {"content": "<|pad|>", "lstrip": false}, "pad_token": null, "model_max_length": 1e30, "extra": [1]}""");
        _folder.Write("special_tokens_map.json", """{"pad_token": "<|endoftext|>"}""");
        var loaded = Tokenizer.Load(_folder.Path);
        Assert.Equal(Trained.PadId, loaded.EndId);
        Assert.Equal(Trained.EndId, loaded.PadId);
        Assert.Null(loaded.StartId);
        loaded.Save(_folder.Path);
        Assert.Contains("\"extra\"", File.ReadAllText(_folder.File("tokenizer_config.json")));
    }

    [Fact]
    public void A_byte_the_vocabulary_lacks_becomes_the_unknown_token_and_neighbours_fuse_where_asked()
    {
        var tokenizer = Changed(json =>
        {
            json["model"]!["vocab"]!.AsObject().Remove("~");
            json["model"]!["vocab"]!.AsObject().Remove("^");
            json["model"]!["unk_token"] = "<|pad|>";
            json["model"]!["fuse_unk"] = true;
        });
        Assert.Equal([Trained.PadId!.Value, .. Trained.Encode("!")], tokenizer.Encode("~^~!"));
    }

    private Tokenizer Changed(Action<JsonNode> change)
    {
        if (_saved is null)
        {
            Trained.Save(_folder.Path);
            _saved = File.ReadAllText(_folder.File("tokenizer.json"));
        }
        var json = JsonNode.Parse(_saved)!;
        change(json);
        _folder.Write("tokenizer.json", json.ToJsonString());
        return Tokenizer.Load(_folder.Path);
    }

    // Walks to some node outside the long lists and puts another value there, or none.
    private static void Damage(JsonNode json, int which, int how)
    {
        var places = Places(json).ToList();
        var (parent, key) = places[which % places.Count];
        JsonNode? value = how switch { 0 => null, 1 => -1, 2 => "text", 3 => new JsonArray(1), 4 => new JsonObject(), _ => true };
        if (parent is JsonObject o) o[key] = value;
        else parent.AsArray()[int.Parse(key)] = value;
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode node) => node switch
    {
        JsonObject o => o.Take(12).SelectMany(p => Places(p.Value!).Prepend((o, p.Key))),
        JsonArray a => a.Take(3).SelectMany((item, i) => Places(item!).Prepend((a, i.ToString()))),
        _ => []
    };

    private static JsonObject Added(int id, string content, bool normalized = false, bool left = false, bool right = false, bool single = false) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["normalized"] = normalized,
        ["lstrip"] = left,
        ["rstrip"] = right,
        ["single_word"] = single,
        ["special"] = false
    };

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
