using Heed.Language.Tokens;
using Heed.Models.Generation.Speculation;

namespace Heed.Models.Generation;

/// <summary>How a generator uses the machine. None of it changes what is generated, beyond rounding.</summary>
public sealed record GeneratorOptions
{
    /// <summary>How many sequences are generated at once; a finished one makes room for the next at the following step.</summary>
    public int Slots { get; init; } = 256;

    /// <summary>How many tokens one pass through the model takes, prompts and answers together; at least <see cref="Slots"/>.</summary>
    public int RowsAStep { get; init; } = 512;

    /// <summary>The most bytes that keys and values may take; less is taken where the requests need less.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>What matrices are kept in: fewer bits are read faster and round more.</summary>
    public PackedType Weights { get; init; }

    /// <summary>What keys and values are kept in.</summary>
    public CacheType Cache { get; init; }

    /// <summary>
    /// One family of kernels whatever the number of rows, so that an answer is the same to the bit whatever is generated beside it. Else large
    /// batches in bfloat16 go through libtorch's product where the processor makes that faster, and differ by rounding.
    /// </summary>
    public bool BatchInvariant { get; init; }

    /// <summary>Guesses tokens ahead; null: one token at a time.</summary>
    public SpeculationOptions? Speculation { get; init; }

    /// <summary>Makes text of tokens: needed for stop strings and for streamed text, else null.</summary>
    public Tokenizer? Tokenizer { get; init; }
}
