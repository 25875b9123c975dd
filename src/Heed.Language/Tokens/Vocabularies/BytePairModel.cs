using System.Text.Json.Nodes;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>
/// Byte-pair encoding: a vocabulary, and merges in order of rank, over letters or, where the vocabulary is spelled in
/// <see cref="ByteLetters"/>, over bytes.
/// </summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly Vocabulary _vocabulary;

    /// <param name="merges">Empty where the table is given and no list made it.</param>
    public BytePairModel(Vocabulary vocabulary, IReadOnlyList<(string First, string Second)> merges, BytePairSettings settings, PairTable? pairs = null)
    {
        _vocabulary = vocabulary;
        Merges = merges;
        Settings = settings;
        Pairs = pairs ?? new PairTable([.. merges.Select(m => (vocabulary[m.First], vocabulary[m.Second], vocabulary[Joined(m.First, m.Second, settings)]))]);
        UnknownId = settings.UnknownToken is { } unknown ? vocabulary.Find(unknown) : -1;
        Letters = new LetterIds(vocabulary);
        BytePieces = settings.ByteFallback ? vocabulary.BytePieces() : null;
        ByteIds = [.. Enumerable.Range(0, 256).Select(b => vocabulary.Find(ByteLetters.Of((byte)b).ToString()))];
        SplitsAtWords = !settings.IgnoreMerges && !settings.HasAffixes && WordStarts.Separate(vocabulary, merges.Select(m => m.First + m.Second));
    }

    public IReadOnlyList<(string First, string Second)> Merges { get; }

    public BytePairSettings Settings { get; }

    public PairTable Pairs { get; }

    public LetterIds Letters { get; }

    /// <summary>The token of each byte, by its letter; -1 where there is none.</summary>
    public int[] ByteIds { get; }

    /// <summary>The pieces &lt;0x00&gt; to &lt;0xFF&gt;, or null where unknown letters are not spelled in bytes.</summary>
    public int[]? BytePieces { get; }

    /// <summary>Whether no merge runs into a word from what is before it, so that words can be encoded one by one.</summary>
    public bool SplitsAtWords { get; }

    public override int UnknownId { get; }

    public override bool TakesBytes => !Settings.HasAffixes && BytePieces is null;

    public override IReadOnlyList<string?> Tokens => _vocabulary.Tokens;

    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> BySpan => _vocabulary.BySpan;

    public static string Joined(string first, string second, BytePairSettings settings) =>
        string.Concat(first, second.AsSpan(Math.Min(second.Length, settings.ContinuingPrefix?.Length ?? 0)));

    public override bool TryGetId(string token, out int id) => _vocabulary.TryGet(token, out id);

    public override PieceEncoder NewEncoder(bool bytes) => new BytePairEncoder(this, bytes);

    /// <summary>What to say of a letter that the vocabulary lacks where the token that should stand for it is none of the vocabulary.</summary>
    public TokenizerException Unspellable() => new(Settings.File,
        $"the text holds a letter that the vocabulary lacks, and unk_token, which should stand for it, is '{Settings.UnknownToken}', which the vocabulary lacks too; set unk_token to a token of the vocabulary, or to null to leave such letters out");

    public override JsonObject ToJson() => new()
    {
        ["type"] = "BPE",
        ["dropout"] = null,
        ["unk_token"] = Settings.UnknownToken,
        ["continuing_subword_prefix"] = Settings.ContinuingPrefix,
        ["end_of_word_suffix"] = Settings.EndSuffix,
        ["fuse_unk"] = Settings.FuseUnknown,
        ["byte_fallback"] = Settings.ByteFallback,
        ["ignore_merges"] = Settings.IgnoreMerges,
        ["vocab"] = _vocabulary.ToJson(),
        ["merges"] = new JsonArray([.. Merges.Select(MergeToJson)])
    };

    private JsonNode MergeToJson((string First, string Second) merge) =>
        Settings.MergesAsPairs || merge.First.Contains(' ') || merge.Second.Contains(' ') ? new JsonArray(merge.First, merge.Second) : JsonValue.Create($"{merge.First} {merge.Second}");
}
