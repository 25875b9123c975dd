namespace Heed.Models.Generation.Sampling;

/// <summary>What one request's options do to a row of logits, in the order of Hugging Face's generate.</summary>
internal sealed class SamplingChain
{
    private readonly List<ILogitAdjustment> _adjustments = [];
    private readonly List<ILogitFilter> _filters = [];

    /// <param name="constraint">What the options' grammar allows, where there is one.</param>
    public SamplingChain(SamplingOptions options, ILogitAdjustment? constraint = null)
    {
        Options = options;
        InverseTemperature = (float)(1 / options.Temperature);
        AddAdjustments(options);
        if (constraint is not null) _adjustments.Add(constraint);
        if (!options.Greedy) AddFilters(options);
    }

    public SamplingOptions Options { get; }

    public float InverseTemperature { get; }

    /// <summary>Nothing but the temperature acts: what is drawn from is the full distribution.</summary>
    public bool IsPlain => _adjustments.Count == 0 && _filters.Count == 0;

    /// <summary>Penalties and forbidden tokens, on raw logits.</summary>
    public void Adjust(Span<float> logits, SequenceSoFar soFar)
    {
        foreach (var adjustment in _adjustments) adjustment.Apply(logits, soFar);
    }

    /// <summary>The cuts, on logits divided by the temperature. A row in which nothing is left stays as it is.</summary>
    public void Filter(Span<float> logits, RowScratch scratch)
    {
        foreach (var filter in _filters) filter.Apply(logits, scratch);
    }

    private void AddAdjustments(SamplingOptions options)
    {
        if (options.LogitBias.Count > 0) _adjustments.Add(new LogitBias(options.LogitBias));
        if (options.RepetitionPenalty != 1) _adjustments.Add(new RepetitionPenalty(options.RepetitionPenalty));
        if (options.FrequencyPenalty != 0 || options.PresencePenalty != 0)
            _adjustments.Add(new CountPenalty(options.FrequencyPenalty, options.PresencePenalty));
        if (options.NoRepeatNgramSize > 0) _adjustments.Add(new NoRepeatedNgrams(options.NoRepeatNgramSize));
        if (options.BadWords.Count > 0) _adjustments.Add(new BadWords(options.BadWords));
        if (options.MinNewTokens > 0 && options.EndIds.Length > 0) _adjustments.Add(new MinNewTokens(options.MinNewTokens, options.EndIds));
        if (options.SuppressTokens.Length > 0) _adjustments.Add(new SuppressedTokens(options.SuppressTokens));
    }

    private void AddFilters(SamplingOptions options)
    {
        if (options.TopH is > 0 and < 1) _filters.Add(new TopH(options.TopH));
        if (options.TopK > 0) _filters.Add(new TopK(options.TopK));
        if (options.TopP < 1) _filters.Add(new TopP(options.TopP));
        if (options.MinP > 0) _filters.Add(new MinP(options.MinP));
        if (options.TypicalP < 1) _filters.Add(new Typical(options.TypicalP));
        if (options.EpsilonCutoff > 0) _filters.Add(new EpsilonCutoff(options.EpsilonCutoff));
        if (options.EtaCutoff > 0) _filters.Add(new EtaCutoff(options.EtaCutoff));
    }
}
