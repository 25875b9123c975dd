using Heed.Models.Architecture;

namespace Heed.Learning.Packing;

/// <summary>
/// Prompts with their answers, packed without padding for one pass through a model, with the rows that matter: those that predict a token
/// of an answer (for log-probabilities and values), those that hold one (for scores by the mean), and each answer's last one.
/// </summary>
public sealed class AnswerBatch
{
    /// <summary>Packs the answers in the order given. A prompt has at least one token: the row that predicts the answer's first.</summary>
    public AnswerBatch(IReadOnlyList<AnsweredPrompt> items)
    {
        if (items.Any(i => i.Prompt.Length == 0)) throw new ArgumentException("a prompt needs at least one token", nameof(items));
        Tokens = PackedBatch.Of([.. items.Select(i => i.Sequence())]);
        Answers = new Segments(items.Select(i => i.Answer.Length));
        Targets = [.. items.SelectMany(i => i.Answer)];
        (Predicting, Held, Last) = (new int[Answers.Tokens], new int[Answers.Tokens], new int[items.Count]);
        for (int i = 0, start = 0, at = 0; i < items.Count; start += items[i++].Length)
        {
            for (var t = 0; t < items[i].Answer.Length; t++, at++) Predicting[at] = (Held[at] = start + items[i].Prompt.Length + t) - 1;
            Last[i] = start + items[i].Length - 1;
        }
    }

    /// <summary>The packed sequences, (N) tokens.</summary>
    public PackedBatch Tokens { get; }

    /// <summary>Borders of the answers among their R tokens.</summary>
    public Segments Answers { get; }

    /// <summary>(R), the row that predicts each answer token.</summary>
    public int[] Predicting { get; }

    /// <summary>(R), the answer tokens.</summary>
    public int[] Targets { get; }

    /// <summary>(B), the row of each sequence's last token.</summary>
    public int[] Last { get; }

    /// <summary>(R), the row that holds each answer token.</summary>
    public int[] Held { get; }

    /// <summary>Cuts items into runs of at most this many tokens each, in order; a single longer one stands alone.</summary>
    public static IEnumerable<int[]> Split(IEnumerable<AnsweredPrompt> items, int tokens) => Split([.. items.Select(i => i.Length)], tokens);

    /// <summary>The same for items of these lengths.</summary>
    public static IEnumerable<int[]> Split(IReadOnlyList<int> lengths, int tokens)
    {
        var (run, used) = (new List<int>(), 0);
        for (var i = 0; i < lengths.Count; i++)
        {
            if (run.Count > 0 && used + lengths[i] > tokens)
            {
                yield return [.. run];
                run.Clear();
                used = 0;
            }
            run.Add(i);
            used += lengths[i];
        }
        if (run.Count > 0) yield return [.. run];
    }
}
