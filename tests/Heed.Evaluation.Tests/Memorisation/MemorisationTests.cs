using CsCheck;
using Heed.Evaluation.Memorisation;
using Heed.Language.Curation;
using Xunit;

namespace Heed.Evaluation.Tests.Memorisation;

public sealed class MemorisationTests
{
    private static readonly CopiedRuns Letters = new(text => [.. text.Select(c => (int)c)], n: 3);

    [Fact]
    public void Longest_runs_are_those_a_plain_search_finds() =>
        Gen.Select(Word.Array[1, 4], Word.Array[0, 5]).Sample((samples, training) =>
        {
            var found = Letters.Find(samples, training);
            return samples.Select((s, i) => found[i].LongestTokens == Longest(s, training) && found[i].LongestCharacters == Longest(s, training)).All(same => same);
        }, iter: 2000);

    [Fact]
    public void Copied_share_is_that_of_n_grams_in_the_training_text() =>
        Gen.Select(Word.Array[1, 4], Word.Array[0, 5]).Sample((samples, training) =>
        {
            var found = Letters.Find(samples, training);
            return samples.Select((s, i) =>
            {
                var grams = Enumerable.Range(0, Math.Max(0, s.Length - 2)).Select(j => s.Substring(j, 3)).ToArray();
                var share = grams.Length == 0 ? 0 : grams.Count(g => training.Any(t => t.Contains(g, StringComparison.Ordinal))) / (double)grams.Length;
                return Math.Abs(found[i].CopiedShare - share) < 1e-12;
            }).All(same => same);
        }, iter: 2000);

    [Fact]
    public void A_run_does_not_cross_documents() => Assert.Equal(2, Letters.Find(["abcd"], ["ab", "cd"])[0].LongestTokens);

    [Fact]
    public void The_text_of_the_longest_run_is_kept()
    {
        var run = Letters.Find(["xx the wind was strong yy"], ["And the wind was strong again."])[0];
        Assert.Equal(" the wind was strong ", run.Longest);
    }

    [Fact]
    public void Nothing_copied_has_no_place() => Assert.Null(Letters.Locate("abc", ["xyz"]));

    [Fact]
    public void Exposure_is_log_of_candidates_less_log_of_rank()
    {
        // 7 candidates and the canary: 8; two candidates are lower, so rank 3: log2 8 - log2 3
        var exposure = CanaryExposure.Of(2.5, [1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(3, exposure.Rank);
        Assert.Equal(3 - Math.Log2(3), exposure.Exposure, 12);
    }

    [Fact]
    public void Canaries_are_ranked_among_texts_never_planted()
    {
        // the loss is the number in the text: canaries planted often are low, the others lie among the candidates
        var ranking = new CanaryRanking(texts => [.. texts.Select(double.Parse)]);
        var groups = ranking.Groups([new Canary("0", 16), new Canary("500", 1)], [.. Enumerable.Range(1, 1000).Select(i => $"{i}")]);
        Assert.Equal([0, 1, 16], groups.Select(g => g.Copies));
        Assert.Equal(Math.Log2(993), groups[2].MeanExposure, 9);                     // 8 of the 1,000 serve as controls
        Assert.Equal(Math.Log2(993) - Math.Log2(492), groups[1].MeanExposure, 9);    // 9 … 499 are lower
        Assert.Equal(groups[2].Possible, groups[2].MeanExposure, 9);
    }

    [Fact]
    public void Generated_texts_stand_beside_held_out_ones()
    {
        static CopiedRun Run(int tokens) => new(tokens, 4 * tokens, 0, "");
        var figures = MemorisationFigures.OfRuns([Run(5), Run(20), Run(9)], [Run(4), Run(9)], [16, 8]);
        Assert.Equal([8, 16], figures.Copied.Select(c => c.Tokens));
        Assert.Equal(2 / 3.0, figures.Copied[0].Generated.Value, 12);
        Assert.Equal(0.5, figures.Copied[0].HeldOut.Value, 12);
        Assert.Equal((9, 20), (figures.MedianRun, figures.LongestRun));
    }

    private static Gen<string> Word => Gen.Char["abc"].Array[0, 12].Select(letters => new string(letters));

    private static int Longest(string sample, string[] training)
    {
        for (var length = sample.Length; length > 0; length--)
            for (var start = 0; start + length <= sample.Length; start++)
                if (training.Any(t => t.Contains(sample.Substring(start, length), StringComparison.Ordinal))) return length;
        return 0;
    }
}
