using System.Text.Json.Nodes;
using Heed.Evaluation.Texts;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Golden;

internal static class TextKinds
{
    public static void Distinct(GoldenCase c)
    {
        var (texts, orders) = (Strings(c.Inputs["texts"]), GoldenCase.Flat(c.Parameters["n"]));
        c.Near(c.Expected["corpus"], [.. orders.Select(n => Diversity.DistinctInCorpus(texts, (int)n))], "corpus");
        c.Near(c.Expected["mean_over_texts"], [.. orders.Select(n => Diversity.DistinctInText(texts, (int)n))], "mean_over_texts");
    }

    public static void Repetition(GoldenCase c)
    {
        var (texts, orders) = (Strings(c.Inputs["texts"]), GoldenCase.Flat(c.Parameters["n"]));
        c.Near(c.Expected["repetition"], [.. texts.SelectMany(t => orders.Select(n => Evaluation.Texts.Repetition.OfNGrams(t, (int)n)))], "repetition");
        c.Near(c.Expected["top_share"], [.. texts.Select(Evaluation.Texts.Repetition.TopShare)], "top_share");
        c.Near(c.Expected["longest_run"], [.. texts.Select(t => (double)Evaluation.Texts.Repetition.LongestRun(t))], "longest_run");
    }

    public static void SentenceBleu(GoldenCase c)
    {
        var bleu = new Bleu((string)c.Parameters["smooth"]! switch
        {
            "exp" => BleuSmoothing.Exponential,
            "floor" => BleuSmoothing.Floor,
            "none" => BleuSmoothing.None,
            var other => throw new InvalidOperationException($"{c.Name}: unknown smoothing {other}")
        });
        var references = ((JsonArray)c.Inputs["references"]!).Select(Strings);
        c.Near(c.Expected["scores"], [.. Strings(c.Inputs["hypotheses"]).Zip(references, (h, r) => bleu.Sentence(h, r).Value)], "scores");
    }

    public static void CorpusBleu(GoldenCase c)
    {
        var hypotheses = Strings(c.Inputs["hypotheses"]);
        var streams = ((JsonArray)c.Inputs["references"]!).Select(Strings).ToArray();
        var references = hypotheses.Select((_, i) => (IReadOnlyList<string>)streams.Select(s => s[i]).ToArray()).ToArray();
        var score = new Bleu().Corpus(hypotheses, references);
        c.Near(c.Expected["score"], score.Value, "score");
        c.Near(c.Expected["precisions"], score.Precisions, "precisions");
        c.Near(c.Expected["brevity_penalty"], score.BrevityPenalty, "brevity_penalty");
        c.Near(c.Expected["hypothesis_length"], score.HypothesisLength, "hypothesis_length");
        c.Near(c.Expected["reference_length"], score.ReferenceLength, "reference_length");
    }

    public static void SelfBleu(GoldenCase c)
    {
        var scores = new Bleu().Self(Strings(c.Inputs["texts"]));
        c.Near(c.Expected["scores"], scores, "scores");
        c.Near(c.Expected["self_bleu"], scores.Average(), "self_bleu");
    }

    public static void ChrF(GoldenCase c)
    {
        var (hypotheses, references) = (Strings(c.Inputs["hypotheses"]), Strings(((JsonArray)c.Inputs["references"]!)[0]));
        c.Near(c.Expected["score"], Evaluation.Texts.ChrF.Corpus(hypotheses, references), "score");
        c.Near(c.Expected["sentences"], [.. hypotheses.Zip(references, Evaluation.Texts.ChrF.Sentence)], "sentences");
    }

    public static void Rouge(GoldenCase c)
    {
        if ((bool)c.Parameters["stemmer"]!) Assert.Skip("kind not implemented yet: rouge with a stemmer");
        var rouge = new Rouge();
        var pairs = Strings(c.Inputs["hypotheses"]).Zip(Strings(c.Inputs["references"]));
        foreach (var ((hypothesis, reference), want) in pairs.Zip((JsonArray)c.Expected["scores"]!))
        {
            Near(c, want!["rouge1"], rouge.N(hypothesis, reference, 1));
            Near(c, want["rouge2"], rouge.N(hypothesis, reference, 2));
            Near(c, want["rougeL"], rouge.L(hypothesis, reference));
            if (!reference.Contains('\n') && !hypothesis.Contains('\n')) Near(c, want["rougeLsum"], rouge.L(hypothesis, reference));
        }
    }

    public static void EditDistance(GoldenCase c)
    {
        var (hypotheses, references) = (Strings(c.Inputs["hypotheses"]), Strings(c.Inputs["references"]));
        c.Near(c.Expected["characters"], [.. hypotheses.Zip(references, (a, b) => (double)Evaluation.Texts.EditDistance.OfCharacters(a, b))], "characters");
        c.Near(c.Expected["tokens"], [.. hypotheses.Zip(references, (a, b) => (double)Evaluation.Texts.EditDistance.OfWords(a, b))], "tokens");
    }

    private static void Near(GoldenCase c, JsonNode? want, OverlapScore got) => c.Near(want, [got.Precision, got.Recall, got.F1], "overlap");

    private static string[] Strings(JsonNode? node) => [.. ((JsonArray)node!).Select(n => (string)n!)];
}
