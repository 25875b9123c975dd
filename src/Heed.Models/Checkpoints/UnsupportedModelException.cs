using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>The folder holds a model of a kind that Heed does not implement.</summary>
public sealed class UnsupportedModelException(string feature, string where) : HeedException($"{where}: not implemented yet: {feature}.")
{
    /// <summary>What is missing, such as <c>model_type qwen3</c>.</summary>
    public string Feature { get; } = feature;

    public override ExitCode ExitCode => ExitCode.Run;
}
