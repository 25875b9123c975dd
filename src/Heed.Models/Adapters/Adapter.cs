using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Adapters;

/// <summary>An adapter's weights, for a model whose own stay as they are.</summary>
public sealed unsafe class Adapter : IDisposable
{
    private readonly DecoderPlan _base;
    private readonly long _start;

    /// <summary>Copies of what is trained whole; the low-rank factors are zero.</summary>
    private Adapter(DecoderPlan plan, ParameterBuffer weights, AdapterPlan layout)
    {
        (_base, Layout) = (plan, layout);
        _start = plan.Length;
        Weights = NewBuffer();
        foreach (var parameter in Layout.Parameters)
            if (parameter.Source is { } source) weights.Read(source).CopyTo(Weights[parameter.Parameter]);
    }

    /// <summary>Where it changes the model, and its tensors.</summary>
    public AdapterPlan Layout { get; }

    public AdapterConfig Config => Layout.Config;

    /// <summary>All its tensors.</summary>
    public ParameterBuffer Weights { get; }

    /// <summary>What training changes.</summary>
    public IEnumerable<Parameter> Trained => Layout.Parameters.Where(p => p.Trained).Select(p => p.Parameter);

    /// <summary>One whose low-rank part changes nothing yet: A is drawn, B is zero (an embedding's the other way round).</summary>
    public static Adapter New(DecoderPlan plan, ParameterBuffer weights, AdapterConfig config, SeededRandom random)
    {
        var adapter = new Adapter(plan, weights, AdapterPlan.Of(plan, config));
        foreach (var (parameter, source, _) in adapter.Layout.Parameters)
        {
            if (source is not null) continue;
            var own = new SeededRandom(random.NextUInt64(), parameter.Name);
            if (parameter.Start == Initialisation.Linear)
                foreach (ref var w in adapter.Weights[parameter]) w = (float)((2 * own.NextDouble() - 1) / Math.Sqrt(parameter.Columns)); // as torch draws a linear map
        }
        new AdapterMerge(plan, weights, adapter).FillMagnitudes();
        adapter.RequireMergeable();
        return adapter;
    }

    /// <summary>One whose tensors a file gives.</summary>
    internal static Adapter Empty(DecoderPlan plan, ParameterBuffer weights, AdapterConfig config) => new(plan, weights, AdapterPlan.OfShared(plan, config));

    /// <summary>A buffer for gradients or moments, in the order of <see cref="Weights"/>.</summary>
    internal ParameterBuffer NewBuffer() => new([.. Layout.Parameters.Select(p => p.Parameter)], _start);

    /// <summary>Copies that are only there beside trained ones get no gradient.</summary>
    internal void ClearUntrained(ParameterBuffer gradients)
    {
        foreach (var parameter in Layout.Parameters)
            if (!parameter.Trained) gradients[parameter.Parameter].Clear();
    }

    /// <summary>
    /// The model with the adapter's changes in its own weights. A tied head that only the embedding's change would move gets weights of its own,
    /// and maps without biases get them where B has some.
    /// </summary>
    public (DecoderPlan Plan, ParameterBuffer Weights) Merged(ParameterBuffer weights)
    {
        var plan = MergedPlan;
        var merged = new ParameterBuffer(plan);
        new AdapterMerge(_base, weights, this).Write(plan, merged);
        return (plan, merged);
    }

    /// <summary>The form that the merged model has.</summary>
    internal DecoderPlan MergedPlan => DecoderPlan.Of(_base.Config with
    {
        TieEmbeddings = _base.Config.TieEmbeddings && !IsTiedHeadMoved,
        AttentionBias = _base.Config.AttentionBias || NeedsBias<AttentionStep>(a => [a.Input, a.Output]),
        FeedForwardBias = _base.Config.FeedForwardBias || NeedsBias<FeedForwardStep>(f => [f.Input, f.Output]),
    });

    /// <summary>Writes parameters of the merged model as they are when they are asked for, so that no whole copy of it is in memory.</summary>
    /// <param name="plan">An instance of <see cref="MergedPlan"/>.</param>
    internal ParameterWriter Merging(ParameterBuffer weights, DecoderPlan plan)
    {
        var merge = new AdapterMerge(_base, weights, this);
        return (parameter, into) => merge.Fill(plan, parameter, into);
    }

    /// <summary>The same through memory of its own.</summary>
    internal ParameterReader MergedReader(ParameterBuffer weights, DecoderPlan plan)
    {
        var (write, values) = (Merging(weights, plan), new float[plan.Parameters.Max(p => p.Length)]);
        return parameter =>
        {
            var merged = values.AsSpan(0, (int)parameter.Length);
            write(parameter, merged);
            return merged;
        };
    }

    /// <summary>Embedding and tied head are one matrix before, and two after.</summary>
    private bool IsTiedHeadMoved
    {
        get
        {
            if (!_base.Config.TieEmbeddings || _base.Config.ScoreHead) return false;
            var embedding = Layout.Plan.Steps.OfType<EmbedStep>().First();
            return embedding.Change is not null || Layout.Plan.Head!.Changes.Count > 0 || embedding.Tokens != Layout.Plan.Head.Weight;
        }
    }

    /// <summary>Fails where the family's config.json has no words for the merged model.</summary>
    internal void RequireMergeable()
    {
        if (FamilyLimits.Problems(MergedPlan.Config).Any(p => p.Path is "attention_bias" or "feed_forward_bias"))
            throw new CheckpointException($"lora_bias would give maps a bias that models of the family {_base.Config.Family} do not have, so the merged model could not be written. Leave lora_bias out, or adapt only maps that have one.");
    }

    private bool NeedsBias<TBranch>(Func<TBranch, LinearMap[]> maps) where TBranch : LayerStep =>
        Layout.Plan.Residuals.Select(r => r.Branch).OfType<TBranch>().SelectMany(maps).Any(m => m.Bias is null && m.Changes.Any(c => c.UpBias is not null));

    public void Dispose() => Weights.Dispose();
}
