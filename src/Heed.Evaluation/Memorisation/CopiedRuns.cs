using System.Text;

namespace Heed.Evaluation.Memorisation;

/// <summary>What of one sample stands word for word in the training text.</summary>
/// <param name="LongestTokens">Longest common run, in tokens.</param>
/// <param name="LongestCharacters">Longest common run, in Unicode code points.</param>
/// <param name="CopiedShare">Share of its n-grams (of tokens) that the training text holds; 0 for a sample shorter than n.</param>
/// <param name="Longest">The text of the longest run in characters, the first of them.</param>
public sealed record CopiedRun(int LongestTokens, int LongestCharacters, double CopiedShare, string Longest);

/// <summary>Where a run stands, both ends counted in tokens.</summary>
public readonly record struct RunPlace(int Document, int StartInSample, int StartInDocument);

/// <summary>
/// Longest runs that samples share with training documents (Carlini et al. 2021; Lee et al. 2022). Runs do not cross documents. Reads
/// the training text once, as a stream.
/// </summary>
/// <param name="encode">Text to tokens.</param>
/// <param name="n">Length of the n-grams whose share is reported.</param>
public sealed class CopiedRuns(Func<string, int[]> encode, int n = 8)
{
    /// <summary>One result a sample, in order.</summary>
    public IReadOnlyList<CopiedRun> Find(IReadOnlyList<string> samples, IEnumerable<string> training)
    {
        var tokens = samples.Select(encode).ToArray();
        var characters = samples.Select(Runes).ToArray();
        var (tokenRuns, characterRuns) = (new SampleAutomaton(tokens), new SampleAutomaton(characters));
        foreach (var document in training)
        {
            tokenRuns.Read(encode(document));
            characterRuns.Read(Runes(document));
        }
        tokenRuns.Settle();
        characterRuns.Settle();
        return [.. tokens.Select((t, i) => Summarise(tokenRuns.Matches(t), characters[i], characterRuns.Matches(characters[i])))];
    }

    /// <summary>The first place of a sample's longest run: lowest document, then earliest in the sample, then earliest in the document.</summary>
    public RunPlace? Locate(string sample, IEnumerable<string> training)
    {
        var tokens = encode(sample);
        var documents = training.Select(encode).ToArray();
        var automaton = new SampleAutomaton([tokens]);
        foreach (var document in documents) automaton.Read(document);
        automaton.Settle();
        var matches = automaton.Matches(tokens);
        var longest = matches.DefaultIfEmpty().Max();
        if (longest == 0) return null;
        var starts = Enumerable.Range(0, tokens.Length).Where(i => matches[i] == longest).Select(i => i - longest + 1).ToArray();
        for (var d = 0; d < documents.Length; d++)
            foreach (var start in starts)
                if (documents[d].AsSpan().IndexOf(tokens.AsSpan(start, longest)) is >= 0 and var at)
                    return new RunPlace(d, start, at);
        return null;
    }

    private CopiedRun Summarise(int[] tokenMatches, int[] characters, int[] characterMatches)
    {
        var grams = tokenMatches.Length - n + 1;
        var copied = grams > 0 ? tokenMatches.Skip(n - 1).Count(m => m >= n) / (double)grams : 0;
        var longest = characterMatches.DefaultIfEmpty().Max();
        var end = Array.IndexOf(characterMatches, longest) + 1;
        var text = new StringBuilder();
        for (var i = end - longest; i < end; i++) text.Append(new Rune(characters[i]).ToString());
        return new CopiedRun(tokenMatches.DefaultIfEmpty().Max(), longest, copied, text.ToString());
    }

    private static int[] Runes(string text) => [.. text.EnumerateRunes().Select(r => r.Value)];
}
