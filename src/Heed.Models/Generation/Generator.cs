using Heed.Models.Architecture;
using Heed.Models.Generation.Beams;
using Heed.Models.Generation.Constraints;
using Heed.Models.Generation.Sampling;
using Heed.Models.Generation.Speculation;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Generation;

/// <summary>
/// Generates answers with a copy of a model's weights. Prompts run packed, equal prompts once; a finished sequence's slot is refilled
/// at the next step. A request's answer depends on its prompt, options and random numbers, not on the other requests.
/// </summary>
/// <remarks>One call at a time. The same weights, requests and seeds give the same bits.</remarks>
public sealed class Generator : IDisposable
{
    private readonly DecoderConfig _config;
    private readonly GeneratorOptions _options;
    private readonly KeyValueCache _cache;
    private readonly GrammarCache? _grammars;
    private readonly ModelPass _pass;
    private readonly IGuesser? _guesser;
    private readonly ThreadLocal<Sampler> _sampler = new(() => new Sampler());
    private readonly ThreadLocal<RowScratch> _scratch = new(() => new RowScratch());

    /// <summary>Copies the model's weights as they are now, an adapter's changes in them.</summary>
    public Generator(Decoder model, GeneratorOptions? options = null) : this(WeightSource.Of(model), options) { }

    /// <summary>The same without a decoder around the weights.</summary>
    public Generator(DecoderPlan plan, ParameterBuffer weights, GeneratorOptions? options = null) : this(WeightSource.Of(plan, weights), options) { }

    private Generator(WeightSource weights, GeneratorOptions? options)
    {
        _config = weights.Plan.Config;
        _options = options ?? new GeneratorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Slots, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.RowsAStep, _options.Slots, nameof(options));
        _cache = new KeyValueCache(_config.Layers, _config.KeyValueHeads, _config.HeadWidth, _options.Cache);
        _grammars = _options.Tokenizer is { } tokenizer ? new GrammarCache(tokenizer, _config.VocabularySize) : null;
        _pass = ModelPass.For(weights, _cache, _options.RowsAStep, _options);
        _guesser = Guesser(_options, _config);
    }

    /// <summary>Bytes of the matrices as they are kept: what one step reads.</summary>
    public long WeightBytes => _pass.WeightBytes;

    /// <summary>Copies the model's weights as they are now, in place.</summary>
    public void Refresh()
    {
        _pass.Refresh();
        _guesser?.Refresh();
    }

    /// <summary>One answer, or several, to each prompt; the answers to a prompt stand side by side.</summary>
    /// <param name="seed">Answer i draws from the stream ("generation", i) of this seed.</param>
    public Completion[] Generate(IReadOnlyList<int[]> prompts, SamplingOptions options, ulong seed, int answersAPrompt = 1, CancellationToken cancellation = default) =>
        Generate([.. prompts.SelectMany(p => Enumerable.Repeat(p, answersAPrompt))
            .Select((p, i) => new GenerationRequest(p, options, new SeededRandom(seed, "generation", i)))], cancellation: cancellation);

    /// <summary>Answers every request, in order.</summary>
    /// <param name="onToken">Called after each step for each new token, on the calling thread.</param>
    /// <exception cref="InvalidRequestException">Something is wrong with a request; nothing was generated.</exception>
    /// <exception cref="CacheTooSmallException">A request does not fit in memory; nothing was generated.</exception>
    /// <exception cref="OperationCanceledException">The whole call was cancelled. A cancelled request ends alone.</exception>
    public Completion[] Generate(IReadOnlyList<GenerationRequest> requests, Action<GeneratedToken>? onToken = null, CancellationToken cancellation = default)
    {
        Sequence[] sequences = [.. requests.Select(NewSequence)];
        ReserveCache(sequences);
        _guesser?.Reserve(sequences);
        var batch = new ContinuousBatch(sequences, _options, _cache, Run, _guesser);
        try
        {
            while (!batch.IsDone)
            {
                cancellation.ThrowIfCancellationRequested();
                batch.Advance(onToken);
            }
        }
        finally
        {
            batch.Release();
        }
        return [.. sequences.Select(s => s.ToCompletion())];
    }

    /// <summary>The most probable answers that a beam search finds, best first, at most as many as beams. Temperature, filters and seeds play no part.</summary>
    /// <exception cref="InvalidRequestException">Something is wrong with the request.</exception>
    /// <exception cref="CacheTooSmallException">The beams do not fit in memory.</exception>
    public BeamAnswer[] Search(int[] prompt, SamplingOptions options, BeamOptions beams, CancellationToken cancellation = default)
    {
        RequestCheck.Check(new GenerationRequest(prompt, options, new SeededRandom(0)), 0, _config, _options);
        RequestCheck.Check(options, beams, _options.RowsAStep);
        var needed = BeamSearch.PagesNeeded(prompt.Length, options.MaxNewTokens, beams.Beams, _config.RestartsAt);
        if (needed * _cache.PageBytes > _options.CacheBytes) throw new CacheTooSmallException(0, needed * _cache.PageBytes, _options.CacheBytes);
        _cache.Reserve((int)needed);
        var search = new BeamSearch(prompt, options, beams, new PageList(_cache), _pass, _scratch, _options.RowsAStep, _config.RestartsAt);
        try
        {
            return [.. search.Run(cancellation).Select(a => new BeamAnswer(a.Tokens, a.Score, a.Ended, _options.Tokenizer?.Decode(a.Tokens)))];
        }
        finally
        {
            search.Release();
        }
    }

    public void Dispose()
    {
        _pass.Dispose();
        _guesser?.Dispose();
        _cache.Dispose();
        _sampler.Dispose();
        _scratch.Dispose();
    }

    private static IGuesser? Guesser(GeneratorOptions options, DecoderConfig config)
    {
        if (options.Speculation is not { } speculation) return null;
        foreach (var problem in speculation.Problems()) throw new RecipeException("generator options", [problem]);
        if (speculation.Draft is not { } draft) return new EarlierText(speculation);
        if (draft.Config.VocabularySize != config.VocabularySize || draft.Config.MaxPositions < config.MaxPositions)
            throw new RecipeException("generator options", [new Problem("speculation.draft",
                $"has {draft.Config.VocabularySize} tokens and {draft.Config.MaxPositions} positions, expected {config.VocabularySize} and at least {config.MaxPositions}", "a draft speaks the model's vocabulary")]);
        return new DraftModel(speculation, options);
    }

    private void Run(Step step) => _pass.Run(step.Rows, step.LogitRows, (logitRow, logits) =>
    {
        foreach (var i in step.DrawsFrom(logitRow))
        {
            var (sequence, ahead, judged, random) = step.Draws[i];
            var soFar = sequence.SoFarWithGuesses(ahead);
            step.Drawn[i] = judged is { } guess ? _sampler.Value!.Judge(logits, sequence.Chain, soFar, random, guess) : _sampler.Value!.Next(logits, sequence.Chain, soFar, random);
        }
    });

    private Sequence NewSequence(GenerationRequest request, int index)
    {
        RequestCheck.Check(request, index, _config, _options);
        var constraint = request.Options.Grammar is { } grammar ? new GrammarConstraint(_grammars!.For(grammar), request.Options.EndIds) : null;
        return new Sequence(index, request, new SamplingChain(request.Options, constraint), new StopRule(request.Options, _options.Tokenizer, request.Cancellation, constraint), _config.RestartsAt);
    }

    /// <summary>Room for as many of the longest sequences as there are slots, within the bytes allowed.</summary>
    private void ReserveCache(Sequence[] sequences)
    {
        var allowed = (int)Math.Min(int.MaxValue, _options.CacheBytes / _cache.PageBytes);
        var needs = sequences.Select(s => s.OwnPages + KeyValueCache.PagesFor(s.PromptLength)).OrderDescending().ToList();
        if (needs.Count == 0) return;
        if (needs[0] > allowed)
        {
            var largest = sequences.First(s => s.OwnPages + KeyValueCache.PagesFor(s.PromptLength) == needs[0]);
            throw new CacheTooSmallException(largest.Index, needs[0] * _cache.PageBytes, _options.CacheBytes);
        }
        _cache.Reserve((int)Math.Min(allowed, needs.Take(_options.Slots).Sum(n => (long)n)));
    }
}
