using System.Text.Json.Nodes;
using Heed.Evaluation.Likelihood;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Golden;

internal static class LikelihoodKinds
{
    public static void Perplexity(GoldenCase c)
    {
        var documents = ((JsonArray)c.Inputs["documents"]!).Select(d =>
            DocumentLikelihood.Of((string)d!["text"]!, GoldenCase.Flat(d["log_probabilities"]))).ToArray();
        var corpus = CorpusLikelihood.Of(documents);
        c.Near(c.Expected["perplexity"], corpus.Perplexity, "perplexity");
        c.Near(c.Expected["bits_per_byte"], corpus.BitsPerByte, "bits_per_byte");
        c.Near(c.Expected["bits_per_token"], corpus.BitsPerToken, "bits_per_token");
        c.Near(c.Expected["mean_nll"], corpus.Loss, "mean_nll");
        c.Near(c.Expected["document_perplexity"], [.. documents.Select(d => d.Perplexity)], "document_perplexity");
        c.Near(c.Expected["bits_per_character"], corpus.BitsPerCharacter, "bits_per_character");
    }

    public static void StridedWindows(GoldenCase c)
    {
        var windows = Evaluation.Likelihood.StridedWindows.Of((int)c.Parameter("tokens"), (int)c.Parameter("window"), (int)c.Parameter("stride")).ToArray();
        c.Near(c.Expected["windows"], [.. windows.SelectMany(w => new double[] { w.Start, w.End, w.FirstScored })], "windows");
        var nll = c.Input("nll");
        var scored = windows.SelectMany(w => nll[w.FirstScored..w.End]).ToArray();
        Assert.Equal(nll, scored);
        c.Near(c.Expected["perplexity"], Math.Exp(scored.Average()), "perplexity");
    }

    public static void EffectiveSampleSize(GoldenCase c)
    {
        c.Near(c.Expected["from_weights"], Evaluation.Statistics.EffectiveSampleSize.OfWeights(c.Input("weights")), "from_weights");
        c.Near(c.Expected["from_log_weights"], Evaluation.Statistics.EffectiveSampleSize.OfLogWeights(c.Input("log_weights")), "from_log_weights");
        c.Near(c.Expected["perplexity_of_weights"], Evaluation.Statistics.EffectiveSampleSize.Perplexity(c.Input("weights")), "perplexity_of_weights");
    }

    public static void EffectiveSampleSizeOfSeries(GoldenCase c)
    {
        c.Near(c.Expected["effective_sample_size"], Evaluation.Statistics.EffectiveSampleSize.OfSeries(c.Input("x")), "effective_sample_size");
        c.Near(c.Expected["autocorrelation_1"], Evaluation.Statistics.EffectiveSampleSize.Autocorrelation(c.Input("x"), 1), "autocorrelation_1");
    }
}
