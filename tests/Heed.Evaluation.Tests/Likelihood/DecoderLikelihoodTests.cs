using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Policies;
using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Runs;
using Xunit;

namespace Heed.Evaluation.Tests.Likelihood;

public sealed class DecoderLikelihoodTests : IDisposable
{
    private static readonly string[] Texts = ["The wind was strong.", "A fog hung over the fields.", "She lives in Fairview."];
    private readonly Tokenizer _tokenizer = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 300, SpecialTokens = ["<end>"], EndToken = "<end>" }).Train(Texts);
    private readonly Decoder _model;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public DecoderLikelihoodTests() => _model = Random(1);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void A_model_that_knows_nothing_needs_log_vocabulary_nats_a_token()
    {
        using var empty = new Decoder(Config());
        var corpus = new DocumentScorer(empty, _tokenizer).Corpus(Texts, Stop);
        Assert.Equal(Math.Log(_tokenizer.VocabularySize), corpus.Loss, 5);
        Assert.Equal(Texts.Sum(t => t.Length - _tokenizer.BytesOf(_tokenizer.Encode(t)[0]).Length), corpus.Bytes);      // the first token is predicted by nothing
        Assert.Equal(Texts.Sum(t => _tokenizer.Encode(t).Length - 1), corpus.Tokens);
    }

    [Fact]
    public void Batches_do_not_change_what_a_sequence_is_given()
    {
        ScoredSequence[] sequences = [new([1, 2, 3, 4]), new([5, 6, 7], 2), new([8, 9])];
        var together = new TokenScorer(_model).Score(sequences, Stop);
        var alone = new TokenScorer(_model, tokensAPass: 1).Score(sequences, Stop);
        Assert.Equal([3, 1, 1], together.Select(s => s.LogProbs.Length));
        foreach (var (a, b) in together.Zip(alone))
            foreach (var (x, y) in a.LogProbs.Zip(b.LogProbs)) Assert.Equal(x, y, 5);
    }

    [Fact]
    public void A_sequence_scored_from_its_first_token_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TokenScorer(_model).Score([new ScoredSequence([1, 2], 0)], Stop));

    [Fact]
    public void A_text_longer_than_the_context_is_scored_whole()
    {
        var text = string.Concat(Enumerable.Repeat("The wind was strong over the fields. ", 30));
        var scored = new DocumentScorer(_model, _tokenizer).Score([text], Stop)[0];
        Assert.Equal(_tokenizer.Encode(text).Length - 1, scored.Tokens);
        Assert.True(double.IsFinite(scored.LogProbability));
    }

    [Fact]
    public void A_compressor_needs_few_bits_for_a_text_that_repeats_itself()
    {
        Assert.InRange(CompressionBaseline.BitsPerByte(Enumerable.Repeat("The wind was strong.", 100)), 0.01, 0.5);
        Assert.True(double.IsNaN(CompressionBaseline.BitsPerByte([])));
    }

    [Fact]
    public void A_policy_equal_to_its_reference_favours_neither_answer()
    {
        using var reference = _model.Clone();
        Assert.All(PreferenceMargins.Of(_model, reference, [new([1, 2], [3, 4], [5])], Stop), m => Assert.Equal(0, m, 5));
    }

    private DecoderConfig Config() => new() { VocabularySize = _tokenizer.VocabularySize, Width = 16, Layers = 1, Heads = 2, MaxPositions = 64 };

    private Decoder Random(ulong seed)
    {
        var model = new Decoder(Config(), new SeededRandom(seed));
        var random = new SeededRandom(seed, "louder");
        foreach (ref var weight in model.Weights.All) weight += (float)(0.2 * random.NextGaussian());
        return model;
    }
}
