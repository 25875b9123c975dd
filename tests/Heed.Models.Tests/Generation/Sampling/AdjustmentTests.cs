using Heed.Models.Generation.Sampling;
using Xunit;

namespace Heed.Models.Tests.Generation.Sampling;

public sealed class AdjustmentTests
{
    private const float Never = float.NegativeInfinity;

    [Fact]
    public void A_repeated_token_is_penalised_once_and_away_from_zero()
    {
        float[] logits = [2, -2, 1];
        new RepetitionPenalty(2).Apply(logits, new SequenceSoFar([0, 1, 1, 0, 0], 2));
        Assert.Equal([1, -4, 1], logits);
    }

    [Fact]
    public void Frequency_counts_presence_does_not_and_the_prompt_is_left_out()
    {
        float[] logits = [0, 0, 0];
        new CountPenalty(0.5, 0.25).Apply(logits, new SequenceSoFar([2, 1, 1, 0], 1));
        Assert.Equal([-0.75f, -1.25f, 0], logits);
    }

    [Fact]
    public void The_token_that_would_repeat_a_bigram_is_forbidden()
    {
        float[] logits = [0, 0, 0, 0];
        new NoRepeatedNgrams(2).Apply(logits, new SequenceSoFar([1, 2, 3, 1], 4));       // 1 2 was there, and 1 ends the sequence
        Assert.Equal([0, 0, Never, 0], logits);
    }

    [Fact]
    public void A_word_of_several_tokens_is_forbidden_only_where_its_beginning_stands()
    {
        float[] logits = [0, 0, 0, 0];
        new BadWords([[3], [1, 2], [2, 1, 0]]).Apply(logits, new SequenceSoFar([2, 1], 1));
        Assert.Equal([Never, 0, Never, Never], logits);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void An_end_is_forbidden_until_the_answer_is_long_enough(int answered, bool forbidden)
    {
        float[] logits = [0, 0];
        new MinNewTokens(3, [1]).Apply(logits, new SequenceSoFar(new int[5 + answered], 5));
        Assert.Equal([0, forbidden ? Never : 0], logits);
    }

    [Fact]
    public void A_bias_is_added_to_its_token()
    {
        float[] logits = [1, 1];
        new LogitBias(new Dictionary<int, double> { [1] = -2.5 }).Apply(logits, default);
        Assert.Equal([1, -1.5f], logits);
    }
}
