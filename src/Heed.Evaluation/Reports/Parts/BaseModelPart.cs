using Heed.Evaluation.Likelihood;
using Heed.Evaluation.Memorisation;
using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Judging;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Parts;

/// <summary>The base model: its loss, bits per byte, and what it knows by heart.</summary>
internal static class BaseModelPart
{
    public static ReportPart Of(BaseModelSection model) => new("base-model", "Base model")
    {
        Lead = TableMarkup.OfFacts(model.Facts),
        Figures =
        [
            LossFigure.Of("base-loss", "Loss of the base model", model.Loss, model.HeldOutLoss,
                "Mean negative log-likelihood of the next token while learning from plain text, on the text being learned and on text held out."),
            model.HeldOut is { } heldOut ? BitsPerByte(heldOut, model) : null,
            .. model.Memorisation is { } memory ? MemoryFigures(memory) : [],
        ],
        Tail = model.Memorisation is null ? Markup.Of($"<p class=\"missing\">Memorisation was not measured.</p>") : Markup.Empty,
    };

    private static Figure BitsPerByte(CorpusLikelihood heldOut, BaseModelSection model)
    {
        List<Bar> bars = [new("this model", NumberText.Fixed(heldOut.BitsPerByte, 3), heldOut.BitsPerByte, Ink.First)];
        if (model.BaselineBitsPerByte is { } baseline) bars.Add(new Bar(model.Baseline ?? "baseline", NumberText.Fixed(baseline, 3), baseline, Ink.Muted));
        return new Figure("bits-per-byte", "Bits per byte", new BarChart("Bits per byte on held-out text", new Axis("bits a byte of held-out text"), bars).Draw(),
            $"How many bits the model needs for a byte of text it has not seen ({NumberText.Count(heldOut.Documents)} documents, "
                + $"{NumberText.Count(heldOut.Bytes)} bytes). It does not depend on the tokenizer, so models with different vocabularies can "
                + "be compared.",
            "well under the baseline; the fewer the better. English prose is near 1 for large models, 2 for small ones.",
            LikelihoodJudge.Of(heldOut, model.BaselineBitsPerByte))
        {
            Numbers = TableMarkup.OfFacts([new Fact("Loss", $"{NumberText.Fixed(heldOut.Loss, 4)} nats a token"), new Fact("Perplexity", NumberText.Short(heldOut.Perplexity)),
                new Fact("Bits per character", NumberText.Fixed(heldOut.BitsPerCharacter, 4)), new Fact("Tokens scored", NumberText.Count(heldOut.Tokens))]),
        };
    }

    private static IEnumerable<Figure> MemoryFigures(MemorisationFigures memory)
    {
        if (memory.Canaries.Count > 0) yield return Canaries(memory.Canaries);
        if (memory.Copied.Count > 0) yield return Copied(memory);
    }

    private static Figure Canaries(IReadOnlyList<CanaryGroup> groups)
    {
        var possible = groups.Max(g => g.Possible);
        var rows = groups.Select(g => new IntervalRow(g.Copies == 0 ? "never planted (control)" : g.Copies == 1 ? "planted once" : $"planted {g.Copies} times",
            $"{NumberText.Fixed(g.MeanExposure, 1)} bits", [new IntervalMark("mean", Ink.First, g.MeanExposure), new IntervalMark("highest", Ink.Second, g.HighestExposure)])).ToArray();
        var plot = new IntervalPlot("Exposure of canaries by copies", new Axis("exposure", "bits") { From = 0, To = possible }, rows)
        {
            Rules = [new PlotRule(CanaryExposure.ByChance, "by chance"), new PlotRule(possible, "highest possible") { Ink = Ink.Bad }],
        };
        return new Figure("canaries", "Exposure of planted secrets", plot.Draw(),
            "Made-up secrets were planted in the training text so many times each. Exposure says how far the model ranks them above "
                + $"secrets of the same form that it never saw: {NumberText.Fixed(CanaryExposure.ByChance, 1)} bits by chance (left line), "
                + $"{NumberText.Fixed(possible, 1)} when it ranks first of all (right line).",
            "near chance for what was seen once or a few times. What was repeated often will be known: that is why duplicates are dropped.",
            MemorisationJudge.Canaries(groups))
        {
            Numbers = TableMarkup.Of(["Copies", "Canaries", "Mean", "Highest", "Possible"], groups.Select(g => (IReadOnlyList<string>)[$"{g.Copies}", $"{g.Canaries}",
                NumberText.Fixed(g.MeanExposure, 2), NumberText.Fixed(g.HighestExposure, 2), NumberText.Fixed(g.Possible, 2)])),
        };
    }

    private static Figure Copied(MemorisationFigures memory)
    {
        var rows = memory.Copied.Select(s => new IntervalRow($"{s.Tokens} tokens or more", NumberText.Percent(s.Generated.Value),
            [IntervalMark.Of("held-out", Ink.Muted, s.HeldOut), IntervalMark.Of("generated", Ink.First, s.Generated)])).ToArray();
        var axis = new Axis("share of texts with a copied run that long") { From = 0, Percent = true };
        return new Figure("copied", "Copied runs", new IntervalPlot("Share of texts that copy runs of the training text", axis, rows).Draw(),
            "Share of generated texts that hold a run of tokens standing word for word in the training text, beside held-out texts of "
                + $"the same length: what the language repeats by nature. The median longest run is {NumberText.Short(memory.MedianRun)} "
                + $"tokens, the longest {memory.LongestRun}.",
            "generated texts copy no more than held-out ones; long runs are rare.",
            MemorisationJudge.Copied(memory.Copied))
        {
            Numbers = memory.Examples.Count == 0 ? Markup.Empty : TableMarkup.Of(["Longest copied runs", "Tokens"], memory.Examples.Select(e => (IReadOnlyList<string>)[e.Run, $"{e.Tokens}"])),
        };
    }
}
