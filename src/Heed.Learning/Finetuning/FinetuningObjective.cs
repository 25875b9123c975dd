namespace Heed.Learning.Finetuning;

/// <summary>What fine-tuning minimises over the tokens of the answers.</summary>
public enum FinetuningObjective
{
    /// <summary>Cross-entropy.</summary>
    Nll,
    /// <summary>Dynamic fine-tuning: each token's loss weighted by its own probability.</summary>
    Dft
}
