namespace Heed.Models.Checkpoints;

/// <summary>How weights are written.</summary>
public sealed record CheckpointFormat
{
    /// <summary>The type of the numbers; float32 keeps them as they are, the others round to the nearest.</summary>
    public SafetensorsType Type { get; init; }

    /// <summary>The most bytes of tensors in one file, as transformers splits them; one tensor may exceed it.</summary>
    public long ShardBytes { get; init; } = 5_000_000_000;

    /// <summary>The type as config.json spells it.</summary>
    internal string TypeName => Type switch
    {
        SafetensorsType.Float16 => "float16",
        SafetensorsType.BFloat16 => "bfloat16",
        _ => "float32",
    };
}
