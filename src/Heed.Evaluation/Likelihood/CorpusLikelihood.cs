using System.Text;

namespace Heed.Evaluation.Likelihood;

/// <summary>What a model made of one document.</summary>
/// <param name="LogProbability">Sum of the log-probabilities of its tokens, nats.</param>
/// <param name="Tokens">How many tokens were scored.</param>
/// <param name="Bytes">Its length in UTF-8 bytes.</param>
/// <param name="Characters">Its length in Unicode code points.</param>
public readonly record struct DocumentLikelihood(double LogProbability, long Tokens, long Bytes, long Characters)
{
    public double Perplexity => Math.Exp(-LogProbability / Tokens);

    public static DocumentLikelihood Of(string text, IReadOnlyList<double> logProbabilities) =>
        new(logProbabilities.Sum(), logProbabilities.Count, Encoding.UTF8.GetByteCount(text), text.EnumerateRunes().Count());
}

/// <summary>
/// Loss of a corpus. Means are over tokens (or bytes), never means of documents' means. Bits per byte do not depend on the tokenizer
/// and so compare models with different vocabularies.
/// </summary>
/// <param name="Loss">Mean negative log-likelihood of a token, nats.</param>
/// <param name="BitsPerByte">Negative log-likelihood in bits over UTF-8 bytes.</param>
/// <param name="BitsPerCharacter">The same over code points.</param>
/// <param name="Documents">Documents scored.</param>
/// <param name="Tokens">Tokens scored.</param>
/// <param name="Bytes">UTF-8 bytes of the documents.</param>
public sealed record CorpusLikelihood(double Loss, double BitsPerByte, double BitsPerCharacter, long Documents, long Tokens, long Bytes)
{
    private const double Ln2 = 0.693147180559945309;

    public double Perplexity => Math.Exp(Loss);

    public double BitsPerToken => Loss / Ln2;

    public static CorpusLikelihood Of(IReadOnlyList<DocumentLikelihood> documents)
    {
        if (documents.Count == 0) throw new ArgumentException("expected at least one document");
        var nats = -documents.Sum(d => d.LogProbability);
        var (tokens, bytes) = (documents.Sum(d => d.Tokens), documents.Sum(d => d.Bytes));
        return new CorpusLikelihood(nats / tokens, nats / Ln2 / bytes, nats / Ln2 / documents.Sum(d => d.Characters), documents.Count, tokens, bytes);
    }
}
