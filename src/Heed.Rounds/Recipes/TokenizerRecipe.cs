using Heed.Language.Tokens;
using Heed.Runs;

namespace Heed.Rounds.Recipes;

/// <summary>The kinds of vocabulary Heed trains.</summary>
public enum VocabularyKind
{
    /// <summary>Byte-level BPE (Radford et al. 2019).</summary>
    BytePairs,
    /// <summary>BPE over letters, rare ones spelled in bytes, as SentencePiece and Llama 2 have it (Kudo and Richardson 2018).</summary>
    LetterPairs,
    /// <summary>One token for each letter that is not rare; the others are spelled in bytes.</summary>
    Letters,
    /// <summary>One token for each byte that the text holds.</summary>
    Characters,
}

/// <summary>How a vocabulary is learned.</summary>
public sealed record TokenizerRecipe : IRecipe
{
    /// <summary>The special token that ends a document and an answer.</summary>
    public const string End = "<|endoftext|>";

    public VocabularyKind Kind { get; init; } = VocabularyKind.BytePairs;

    /// <summary>Tokens at most, special ones included.</summary>
    public int VocabularySize { get; init; } = 1024;

    /// <summary>A pair must occur so often to be merged.</summary>
    public int MinFrequency { get; init; } = 2;

    public BytePairTrainerOptions Options() => OfKind() with
    {
        VocabularySize = VocabularySize,
        MinFrequency = MinFrequency,
        SpecialTokens = [End],
        EndToken = End,
    };

    private BytePairTrainerOptions OfKind() => Kind switch
    {
        VocabularyKind.LetterPairs => new() { Spelling = Spelling.Letters },
        VocabularyKind.Letters => new() { Spelling = Spelling.Letters, Merges = false },
        VocabularyKind.Characters => BytePairTrainerOptions.CharacterLevel,
        _ => new(),
    };

    public IEnumerable<Problem> Problems() =>
    [
        .. Rule.Within(VocabularySize, 2, 1 << 20),
        .. Rule.Positive(MinFrequency),
    ];
}
