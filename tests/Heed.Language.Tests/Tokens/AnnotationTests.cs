using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class AnnotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_start_token_that_is_put_before_a_text_can_be_seen_beforehand()
    {
        // Such a tokenizer doubles the start token of a template that writes it: Annotate gives it twice, Encode once.
        var tokenizer = Words("""{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}], "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}, "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}}""");
        Assert.Equal([1], tokenizer.LeadingSpecial);
        Assert.Equal([2], tokenizer.TrailingSpecial);
        Assert.Equal([1, 1, 3, 2], tokenizer.Annotate("<s>a").Ids);
        Assert.Equal([1, 3], tokenizer.Encode("<s>a"));
    }

    [Fact]
    public void A_batch_is_filled_to_its_longest_text_on_the_side_asked_for()
    {
        var tokenizer = Words("null").With(null, new Padding { Side = TextSide.Left, Id = 2, Token = "</s>", MultipleOf = 2 });
        var batch = tokenizer.AnnotateAll([("a b a", null), ("b", null)]);
        Assert.Equal([2, 3, 4, 3], batch[0].Ids);
        Assert.Equal([2, 2, 2, 4], batch[1].Ids);
        Assert.Equal([false, false, false, true], batch[1].AttentionMask);
    }

    [Fact]
    public void Of_a_pair_that_is_too_long_the_longer_text_gives_way_first()
    {
        var tokenizer = Words("null").With(new Truncation { MaxLength = 4, Stride = 1 }, null);
        var cut = tokenizer.Annotate("a b a b a", "b");
        Assert.Equal([3, 4, 3, 4], cut.Ids);
        Assert.Equal([0, 0, 0, 1], cut.TypeIds);
        Assert.Equal([3, 4, 3, 4], cut.Overflowing[0].Ids); // a b a repeated from its last token on
        Assert.Throws<ArgumentException>(() => tokenizer.With(new Truncation { MaxLength = 1, Strategy = TruncationStrategy.OnlySecond }, null).Annotate("a b", "b"));
    }

    [Fact]
    public void Offsets_count_code_points_whatever_the_normaliser_made_of_them() => // a letter composed of two stands where the first stood
        Assert.Equal([(0, 1), (2, 3), (4, 5)], Words("null", """{"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}""").Annotate("\U0001D400 B a\u0300").Offsets);

    [Fact]
    public void Dropout_is_refused_and_ids_far_beyond_the_vocabulary_are()
    {
        Assert.Contains("random", Assert.Throws<TokenizerException>(() => Load("""{"model": {"type": "BPE", "dropout": 0.1, "vocab": {}, "merges": []}}""")).Message);
        Assert.Contains("ids up to 4000000", Assert.Throws<TokenizerException>(() => Load("""{"model": {"type": "BPE", "vocab": {"a": 4000000}, "merges": []}}""")).Message);
    }

    private Tokenizer Words(string postProcessor, string normalizer = "null") => Load($$$$"""
        {"added_tokens": [{"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>", "special": true}], "normalizer": {{{{normalizer}}}}, "pre_tokenizer": {"type": "WhitespaceSplit"},
         "post_processor": {{{{postProcessor}}}}, "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {"<unk>": 0, "<s>": 1, "</s>": 2, "a": 3, "b": 4}}}
        """);

    private Tokenizer Load(string json) => Tokenizer.Load(_folder.Write("tokenizer.json", json));
}
