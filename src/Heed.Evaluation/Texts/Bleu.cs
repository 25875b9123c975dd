using System.Text.RegularExpressions;

namespace Heed.Evaluation.Texts;

/// <summary>What stands in for a precision of 0 in BLEU's geometric mean (Chen and Cherry 2014).</summary>
public enum BleuSmoothing
{
    /// <summary>Nothing: one missing order makes the score 0.</summary>
    None,
    /// <summary>A count of 0.1.</summary>
    Floor,
    /// <summary>1/2, 1/4, … of a match, halved at each order without one.</summary>
    Exponential,
}

/// <summary>BLEU of one segment or a corpus (Papineni et al. 2002), 0 to 100.</summary>
/// <param name="Value">The score.</param>
/// <param name="Precisions">Precisions of orders 1 to 4, 0 to 100.</param>
/// <param name="BrevityPenalty">1, or less where the hypotheses are shorter than the references.</param>
/// <param name="HypothesisLength">Tokens of the hypotheses.</param>
/// <param name="ReferenceLength">Tokens of the references nearest in length.</param>
public sealed record BleuScore(double Value, IReadOnlyList<double> Precisions, double BrevityPenalty, int HypothesisLength, int ReferenceLength);

/// <summary>BLEU with the tokens of mteval-v13a, as WMT reports it (Post 2018).</summary>
public sealed partial class Bleu(BleuSmoothing smoothing = BleuSmoothing.Exponential)
{
    private const int Orders = 4;

    /// <summary>One hypothesis against its references; only the orders that the hypothesis is long enough for count.</summary>
    public BleuScore Sentence(string hypothesis, IReadOnlyList<string> references)
    {
        var counts = new Counts();
        counts.Add(Tokens(hypothesis), [.. references.Select(Tokens)]);
        return Score(counts, effectiveOrder: true);
    }

    /// <summary>Counts summed over all hypotheses, each with its references.</summary>
    public BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var counts = new Counts();
        for (var i = 0; i < hypotheses.Count; i++) counts.Add(Tokens(hypotheses[i]), [.. references[i].Select(Tokens)]);
        return Score(counts, effectiveOrder: false);
    }

    /// <summary>Mean BLEU of each text against all others (Zhu et al. 2018): high where samples say the same.</summary>
    public IReadOnlyList<double> Self(IReadOnlyList<string> texts) =>
        [.. texts.Select((text, i) => Sentence(text, [.. texts.Where((_, j) => j != i)]).Value)];

    private BleuScore Score(Counts counts, bool effectiveOrder)
    {
        var precisions = new double[Orders];
        var (used, halving) = (effectiveOrder ? 0 : Orders, 1.0);
        for (var n = 0; n < Orders && counts.Total[n] > 0; n++)
        {
            if (effectiveOrder) used = n + 1;
            precisions[n] = 100 * Matches(counts.Matched[n], ref halving) / counts.Total[n];
        }
        var brevity = counts.Hypothesis >= counts.Reference ? 1 : counts.Hypothesis == 0 ? 0 : Math.Exp(1 - counts.Reference / (double)counts.Hypothesis);
        var none = counts.Matched.All(m => m == 0) || precisions.Take(used).Any(p => p == 0);
        var value = none ? 0 : brevity * Math.Exp(precisions.Take(used).Average(Math.Log));
        return new BleuScore(value, precisions, brevity, counts.Hypothesis, counts.Reference);
    }

    private double Matches(int matched, ref double halving) => matched > 0 ? matched : smoothing switch
    {
        BleuSmoothing.Floor => 0.1,
        BleuSmoothing.Exponential => halving /= 2,
        _ => 0,
    };

    private static string[] Tokens(string text)
    {
        text = text.Replace("<skipped>", "").Replace("-\n", "").Replace('\n', ' ')
            .Replace("&quot;", "\"").Replace("&amp;", "&").Replace("&lt;", "<").Replace("&gt;", ">");
        text = Symbols().Replace($" {text} ", " $1 ");
        text = PointAfterOther().Replace(text, "$1 $2 ");
        text = PointBeforeOther().Replace(text, " $1 $2");
        return DashAfterDigit().Replace(text, "$1 $2 ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])")] private static partial Regex Symbols();
    [GeneratedRegex(@"([^0-9])([\.,])")] private static partial Regex PointAfterOther();
    [GeneratedRegex(@"([\.,])([^0-9])")] private static partial Regex PointBeforeOther();
    [GeneratedRegex(@"([0-9])(-)")] private static partial Regex DashAfterDigit();

    private sealed class Counts
    {
        public int[] Matched { get; } = new int[Orders];
        public int[] Total { get; } = new int[Orders];
        public int Hypothesis { get; private set; }
        public int Reference { get; private set; }

        public void Add(string[] hypothesis, string[][] references)
        {
            Hypothesis += hypothesis.Length;
            Reference += references.Select(r => r.Length).OrderBy(l => Math.Abs(l - hypothesis.Length)).ThenBy(l => l).First();
            for (var n = 1; n <= Orders; n++)
            {
                var grams = NGrams.Count(hypothesis, n);
                var most = references.Select(r => NGrams.Count(r, n)).ToArray();
                Total[n - 1] += grams.Values.Sum();
                Matched[n - 1] += grams.Sum(g => Math.Min(g.Value, most.Max(m => m.GetValueOrDefault(g.Key))));
            }
        }
    }
}
