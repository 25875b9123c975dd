using Heed.Models.Generation.Constraints;
using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>How tokens are drawn and when to stop. The steps act in the order of Hugging Face's generate; the defaults change nothing.</summary>
public sealed record SamplingOptions
{
    /// <summary>Logits are divided by this before anything is drawn or filtered; above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Take the most probable token (after penalties) at every step; filters and seed then do nothing.</summary>
    public bool Greedy { get; init; }

    /// <summary>Keep this many most probable tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keep the smallest set of tokens with this mass, in (0, 1]; 1 keeps all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Keep tokens at least this many times as probable as the best, in [0, 1]; 0 keeps all.</summary>
    public double MinP { get; init; }

    /// <summary>Keep the tokens of most typical surprise with this mass, in (0, 1]; 1 keeps all.</summary>
    public double TypicalP { get; init; } = 1;

    /// <summary>Keep the best tokens with this share of the entropy, in (0, 1]; 1 keeps all.</summary>
    public double TopH { get; init; } = 1;

    /// <summary>Remove tokens below this probability, in [0, 1).</summary>
    public double EpsilonCutoff { get; init; }

    /// <summary>Remove tokens below an entropy-dependent probability with this ε, in [0, 1).</summary>
    public double EtaCutoff { get; init; }

    /// <summary>Divides the logits of tokens already seen, prompt included; above 0, 1 does nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from a token's logit for each time the answer holds it.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Taken from a token's logit once if the answer holds it.</summary>
    public double PresencePenalty { get; init; }

    /// <summary>No n-gram of this size occurs twice in prompt and answer; 0 allows all.</summary>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>Token sequences that must not appear.</summary>
    public IReadOnlyList<int[]> BadWords { get; init; } = [];

    /// <summary>Token ids that must not appear.</summary>
    public int[] SuppressTokens { get; init; } = [];

    /// <summary>Added to the logits of these token ids.</summary>
    public IReadOnlyDictionary<int, double> LogitBias { get; init; } = new Dictionary<int, double>();

    /// <summary>The end ids are forbidden before the answer has this many tokens.</summary>
    public int MinNewTokens { get; init; }

    /// <summary>The answer has at most this many tokens; at least 1.</summary>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>A sampled token among these ends the answer and belongs to it.</summary>
    public int[] EndIds { get; init; } = [];

    /// <summary>The answer ends where its text first holds one of these, also across token borders. Needs a tokenizer.</summary>
    public string[] StopStrings { get; init; } = [];

    /// <summary>The answer follows this grammar from its first byte, and ends where the grammar does. Needs a tokenizer.</summary>
    public Grammar? Grammar { get; init; }

    /// <summary>How many of the most probable tokens are reported with each token; 0 to <see cref="MostTopLogProbs"/>.</summary>
    public int TopLogProbs { get; init; }

    /// <summary>The most alternatives that can be reported.</summary>
    public const int MostTopLogProbs = 1024;

    /// <summary>Everything that is out of range, with its key.</summary>
    public IEnumerable<Problem> Problems()
    {
        if (!(Temperature > 0)) yield return new Problem("temperature", $"is {Temperature}, expected above 0", "For the most probable token set greedy: true.");
        if (TopK < 0) yield return new Problem("top_k", $"is {TopK}, expected 0 or more", "0 keeps all tokens.");
        if (TopP is not (> 0 and <= 1)) yield return Share("top_p", TopP);
        if (TypicalP is not (> 0 and <= 1)) yield return Share("typical_p", TypicalP);
        if (TopH is not (> 0 and <= 1)) yield return Share("top_h", TopH);
        if (MinP is not (>= 0 and <= 1)) yield return Cut("min_p", MinP);
        if (EpsilonCutoff is not (>= 0 and < 1)) yield return Cut("epsilon_cutoff", EpsilonCutoff);
        if (EtaCutoff is not (>= 0 and < 1)) yield return Cut("eta_cutoff", EtaCutoff);
        if (!(RepetitionPenalty > 0)) yield return new Problem("repetition_penalty", $"is {RepetitionPenalty}, expected above 0", "1 does nothing.");
        if (NoRepeatNgramSize < 0) yield return new Problem("no_repeat_ngram_size", $"is {NoRepeatNgramSize}, expected 0 or more", "0 allows every repetition.");
        if (BadWords.Any(w => w.Length == 0)) yield return new Problem("bad_words", "holds an empty word", "Give each word at least one token.");
        if (StopStrings.Any(s => s.Length == 0)) yield return new Problem("stop_strings", "holds an empty string", "Remove it: it would stop at once.");
        if (MaxNewTokens < 1) yield return new Problem("max_new_tokens", $"is {MaxNewTokens}, expected 1 or more", "Ask for at least one token.");
        if (TopLogProbs is < 0 or > MostTopLogProbs) yield return new Problem("top_log_probs", $"is {TopLogProbs}, expected 0 to {MostTopLogProbs}", "0 reports none.");
        if (MinNewTokens > MaxNewTokens) yield return new Problem("min_new_tokens", $"is {MinNewTokens}, above max_new_tokens {MaxNewTokens}", "Lower it.");
    }

    private static Problem Share(string key, double value) => new(key, $"is {value}, expected above 0 and at most 1", "1 keeps all tokens.");

    private static Problem Cut(string key, double value) => new(key, $"is {value}, expected from 0 to below 1", "0 removes nothing.");
}
