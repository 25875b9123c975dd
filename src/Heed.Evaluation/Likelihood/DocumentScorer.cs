using Heed.Language.Tokens;
using Heed.Models.Training;

namespace Heed.Evaluation.Likelihood;

/// <summary>
/// Likelihood of whole texts under a decoder, as the tokenizer encodes them. The first token is predicted by nothing and so is not scored;
/// unless it is a special one, its bytes do not count either. Texts longer than the context are read through overlapping windows.
/// </summary>
public sealed class DocumentScorer
{
    private const int DocumentsAtOnce = 256;
    private readonly TokenScorer _scorer;
    private readonly Tokenizer _tokenizer;
    private readonly int _context;

    public DocumentScorer(Decoder model, Tokenizer tokenizer) =>
        (_scorer, _tokenizer, _context) = (new TokenScorer(model), tokenizer, model.Config.MaxPositions);

    /// <summary>Loss, perplexity and bits per byte of held-out documents.</summary>
    public CorpusLikelihood Corpus(IEnumerable<string> documents, CancellationToken cancellation = default) =>
        CorpusLikelihood.Of([.. documents.Chunk(DocumentsAtOnce).SelectMany(chunk => Score(chunk, cancellation))]);

    /// <summary>Negative log-likelihood of each text, nats: what canaries are ranked by.</summary>
    public IReadOnlyList<double> Losses(IReadOnlyList<string> texts, CancellationToken cancellation = default) =>
        [.. texts.Chunk(DocumentsAtOnce).SelectMany(chunk => Score(chunk, cancellation)).Select(d => -d.LogProbability)];

    /// <summary>Each document by itself, in order.</summary>
    public IReadOnlyList<DocumentLikelihood> Score(IReadOnlyList<string> documents, CancellationToken cancellation = default)
    {
        var tokens = documents.Select(_tokenizer.Encode).ToArray();
        var windows = tokens.SelectMany((t, i) => Windows(t).Select(w => (document: i, window: w))).ToArray();
        var scores = _scorer.Score([.. windows.Select(w => w.window)], cancellation);
        var sums = new double[documents.Count];
        for (var i = 0; i < windows.Length; i++) sums[windows[i].document] += scores[i].LogProbs.Sum(p => (double)p);
        return [.. documents.Select((text, i) => Likelihood(text, tokens[i], sums[i]))];
    }

    private IEnumerable<ScoredSequence> Windows(int[] tokens) =>
        StridedWindows.Of(tokens.Length, _context, Math.Max(1, _context / 2))
            .Select(w => new ScoredSequence(tokens[w.Start..w.End], Math.Max(1, w.FirstScored - w.Start))).Where(s => s.Tokens.Length > s.First);

    private DocumentLikelihood Likelihood(string text, int[] tokens, double sum)
    {
        var (bytes, characters) = (System.Text.Encoding.UTF8.GetByteCount(text), text.EnumerateRunes().Count());
        if (tokens.Length > 0 && !_tokenizer.IsSpecial(tokens[0]))
            (bytes, characters) = (bytes - _tokenizer.BytesOf(tokens[0]).Length, characters - _tokenizer.Decode(tokens.AsSpan(0, 1)).EnumerateRunes().Count());
        return new DocumentLikelihood(sum, Math.Max(0, tokens.Length - 1), bytes, characters);
    }
}
