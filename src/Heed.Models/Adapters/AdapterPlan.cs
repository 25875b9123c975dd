using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Adapters;

/// <summary>
/// A model's layer steps with an adapter: maps carry low-rank changes, and what is trained whole (biases, saved modules) is read from a copy, so that
/// the model's own weights stay as they are and several adapters share them.
/// </summary>
public sealed class AdapterPlan
{
    private const string Prefix = "base_model.model.";

    private readonly DecoderPlan _base;
    private readonly AdapterConfig _config;
    private readonly List<AdapterParameter> _parameters = [];
    private readonly Dictionary<long, long> _copies = [];
    private readonly List<string> _unused, _unsaved;
    private readonly int _targets;

    private AdapterPlan(DecoderPlan plan, AdapterConfig config)
    {
        (_base, _config) = (plan, plan.Score is null || config.SavedModules.Contains("score") ? config : config with { SavedModules = [.. config.SavedModules, "score"] });
        _unused = [.. config.TargetPattern is null ? config.Targets.Where(t => t != AdapterConfig.AllLinear) : []];
        _unsaved = [.. _config.SavedModules];
        _targets = _unused.Count;
        Plan = plan.Rewritten(Step, map => Map(map, inBlock: false));
    }

    /// <summary>The steps over the model's and the adapter's parameters. It lists the model's parameters alone.</summary>
    public DecoderPlan Plan { get; }

    public AdapterConfig Config => _config;

    public IReadOnlyList<AdapterParameter> Parameters => _parameters;

    /// <summary>Of settings that mean this model: each name in their lists is one of its modules.</summary>
    /// <exception cref="CheckpointException">The config names a module that the model does not have.</exception>
    public static AdapterPlan Of(DecoderPlan plan, AdapterConfig config)
    {
        var adapted = new AdapterPlan(plan, config);
        if (adapted._unused.Count > 0) throw adapted.Unknown($"targets name '{adapted._unused[0]}'");
        if (adapted._unsaved.Count > 0) throw adapted.Unknown($"saved_modules name '{adapted._unsaved[0]}'");
        return adapted.ChoosingSomething();
    }

    /// <summary>Of PEFT's settings, whose lists may name modules of other models too, as long as one target is there.</summary>
    /// <exception cref="CheckpointException">No target is a module of the model.</exception>
    public static AdapterPlan OfShared(DecoderPlan plan, AdapterConfig config)
    {
        var adapted = new AdapterPlan(plan, config);
        return adapted._unused.Count == 0 || adapted._unused.Count < adapted._targets ? adapted.ChoosingSomething() : throw adapted.Unknown($"targets name '{adapted._unused[0]}'");
    }

    private AdapterPlan ChoosingSomething() => _parameters.Any(p => p.Trained) ? this : throw Unknown("its settings choose a module");

    /// <summary>Whether a module carries a low-rank change.</summary>
    internal bool IsAdapted(string module) => _parameters.Any(p => p.Parameter.Name.StartsWith($"{Prefix}{module}.lora_", StringComparison.Ordinal));

    private LayerStep Step(LayerStep step) => step switch
    {
        EmbedStep embed => Embed(embed),
        NormStep norm => Norm(norm)!,
        ResidualStep residual => Residual(residual),
        ParallelStep parallel => new ParallelStep(Residual(parallel.First), Residual(parallel.Second)),
        _ => throw new ArgumentException($"No adapter knows the step {step.GetType().Name}.", nameof(step)),
    };

    private ResidualStep Residual(ResidualStep step) => step with
    {
        Norm = Norm(step.Norm),
        After = Norm(step.After),
        Branch = step.Branch switch
        {
            AttentionStep attention => attention with
            {
                Input = Map(attention.Input, inBlock: true),
                Output = Map(attention.Output, inBlock: true),
                QueryNorm = Norm(attention.QueryNorm),
                KeyNorm = Norm(attention.KeyNorm),
            },
            FeedForwardStep feedForward => feedForward with { Input = Map(feedForward.Input, inBlock: true), Output = Map(feedForward.Output, inBlock: true) },
            var other => throw new ArgumentException($"No adapter knows the branch {other.GetType().Name}.", nameof(step)),
        },
    };

    private NormStep? Norm(NormStep? norm) => norm is null ? null
        : norm with { Gain = Whole(norm.Gain, norm.Width), Bias = norm.Bias is { } bias ? Whole(bias, norm.Width) : null };

    private EmbedStep Embed(EmbedStep step)
    {
        var c = _base.Config;
        var own = _base.Parameters.First(p => p.Offset == step.Tokens);
        var tokens = Whole(step.Tokens, own.Length);
        long? positions = step.Positions is { } p ? Whole(p, (long)c.MaxPositions * c.Width) : null;
        if (!Adapts(Module(own), inBlock: false)) return step with { Tokens = tokens, Positions = positions };
        if (_config.LoraBias) throw NoBias(Module(own));
        if (_config.Dora) throw new CheckpointException($"an embedding ({Module(own)}) cannot be adapted by DoRA here; leave it out of targets");
        var rank = _config.RankOf(Module(own));
        var down = Add(new Parameter($"{Prefix}{Module(own)}.lora_embedding_A", 0, c.VocabularySize, rank, Initialisation.Zeros, FileOrder.Transposed));
        var up = Add(new Parameter($"{Prefix}{Module(own)}.lora_embedding_B", 0, c.Width, rank, Initialisation.Linear));
        return step with { Tokens = tokens, Positions = positions, Change = new LowRank(0, c.Width, rank, down, up, _config.ScaleOf(Module(own)), null) };
    }

    private LinearMap Map(LinearMap map, bool inBlock)
    {
        // A tied head is the embedding's weight under another name.
        var tied = _base.Config.TieEmbeddings && !inBlock && map.Weight == _base.Head?.Weight;
        List<Parameter> parts = tied ? [_base.HeadMatrix!] : Parts(map.Weight, (long)map.Outputs * map.Inputs);
        var changes = new List<LowRank>();
        foreach (var part in parts)
            if (Adapts(Module(part), inBlock)) changes.Add(_config.LoraBias && !inBlock ? throw NoBias(Module(part)) : Change(part, (int)((part.Offset - map.Weight) / map.Inputs)));
        return map with
        {
            Weight = tied ? TiedHead(parts[0]) : Whole(map.Weight, (long)map.Outputs * map.Inputs),
            Bias = map.Bias is { } bias ? Whole(bias, map.Outputs) : null,
            Changes = changes,
        };
    }

    private LowRank Change(Parameter part, int first)
    {
        var (module, rank) = (Module(part), _config.RankOf(Module(part)));
        var order = part.Order == FileOrder.HeadByHead ? part.Order : FileOrder.AsInBuffer;
        var down = Add(new Parameter($"{Prefix}{module}.lora_A.weight", 0, rank, part.Columns, Initialisation.Linear) { Hidden = true });
        var up = Add(new Parameter($"{Prefix}{module}.lora_B.weight", 0, part.Rows, rank, Initialisation.Zeros, order, part.Heads) { Hidden = true });
        long? magnitude = _config.Dora ? Add(new Parameter($"{Prefix}{module}.lora_magnitude_vector", 0, 1, part.Rows, Initialisation.Ones, order, part.Heads)) : null;
        long? bias = _config.LoraBias ? Add(new Parameter($"{Prefix}{module}.lora_B.bias", 0, 1, part.Rows, Initialisation.Zeros, order, part.Heads)) : null;
        return new LowRank(first, part.Rows, rank, down, up, _config.ScaleOf(module), magnitude) { UpBias = bias };
    }

    /// <summary>A tied head that is saved has weights of its own, which start as the embedding's.</summary>
    private long TiedHead(Parameter head) => IsTrained(head) ? Add(head with { Name = Prefix + head.Name }, head) : head.Offset;

    /// <summary>Where a range of the model's parameters is read from: a copy where one of them is trained, else where it is.</summary>
    private long Whole(long offset, long length)
    {
        var parts = Parts(offset, length);
        if (!parts.Any(IsTrained)) return offset;
        if (_copies.TryGetValue(offset, out var known)) return known;
        long? start = null;
        foreach (var part in parts)
        {
            var adapted = part.IsVector && Adapts(Module(part), IsLinear(part), mark: false);
            var at = Add(part with { Name = Prefix + (adapted ? $"{Module(part)}.base_layer.bias" : part.Name) }, part, IsTrained(part));
            start ??= at;
        }
        return _copies[offset] = start!.Value;
    }

    private bool IsTrained(Parameter part) => IsSaved(Module(part)) || (part.Name.EndsWith(".bias", StringComparison.Ordinal) && _config.Bias switch
    {
        AdapterBias.All => true,
        AdapterBias.LoraOnly => Adapts(Module(part), IsLinear(part), mark: false),
        _ => false,
    });

    private bool IsSaved(string module)
    {
        _unsaved.RemoveAll(m => AdapterConfig.Saves(module, m));
        return _config.Saves(module);
    }

    private bool Adapts(string module, bool inBlock, bool mark = true)
    {
        if (mark) _unused.RemoveAll(t => module == t || module.EndsWith("." + t, StringComparison.Ordinal));
        return _config.Adapts(module, inBlock);
    }

    private bool IsInBlock(Parameter part) => part.Name.StartsWith(_base.Config.Form.Block + ".", StringComparison.Ordinal);

    /// <summary>Whether a bias is that of a linear map of a block, not of a norm.</summary>
    private bool IsLinear(Parameter bias) => IsInBlock(bias) && _base.Parameters.Any(p => !p.IsVector && p.Name == $"{Module(bias)}.weight");

    private List<Parameter> Parts(long offset, long length) => [.. _base.Parameters.Where(p => p.Offset >= offset && p.Offset < offset + length)];

    private static string Module(Parameter parameter) => parameter.Name[..parameter.Name.LastIndexOf('.')];

    private long Add(Parameter parameter, Parameter? source = null, bool trained = true)
    {
        var last = _parameters.Count > 0 ? _parameters[^1].Parameter : _base.Parameters[^1];
        var offset = last.Offset + last.Length;
        _parameters.Add(new AdapterParameter(parameter with { Offset = offset }, source, trained));
        return offset;
    }

    private static CheckpointException NoBias(string module) =>
        new($"lora_bias is for the linear maps of the blocks; {module} has no place for a bias. Leave it out of the targets, or lora_bias out of the settings.");

    private CheckpointException Unknown(string what) => new($"The adapter does not fit a {_base.Config.Family} model: {what}, which it does not have. Its linear maps are "
        + string.Join(", ", _base.Parameters.Where(p => !p.IsVector && IsInBlock(p)).Select(p => Module(p).Split('.')[^1]).Distinct()) + ".");
}
