namespace Heed.Language.Tokens.SentencePieces;

/// <summary>What a piece stands for; the numbers are the format's.</summary>
public enum PieceKind { Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6 }

/// <summary>How texts are cut into pieces; the numbers are the format's.</summary>
public enum PieceModel { Unigram = 1, BytePairs = 2, Words = 3, Characters = 4 }

/// <summary>One piece; the higher its score the sooner it is taken.</summary>
public sealed record ScoredPiece(string Text, float Score, PieceKind Kind);

/// <summary>What a SentencePiece .model file says, as far as it matters to encode and decode.</summary>
public sealed record SentencePieceFile
{
    private SentencePieceFile()
    {
    }

    /// <summary>By id.</summary>
    public IReadOnlyList<ScoredPiece> Pieces { get; private init; } = [];

    public PieceModel Model { get; private set; } = PieceModel.Unigram;

    public int UnknownId { get; private set; }

    /// <summary>-1: none.</summary>
    public int StartId { get; private set; } = 1;

    public int EndId { get; private set; } = 2;

    public int PadId { get; private set; } = -1;

    /// <summary>What an unknown token is shown as.</summary>
    public string UnknownSurface { get; private set; } = " \u2047 ";

    public bool ByteFallback { get; private set; }

    /// <summary>The space belongs to the word before it, not to the one after.</summary>
    public bool SpaceAsSuffix { get; private set; }

    /// <summary>Rules of normalisation, as SentencePiece compiles them; empty for none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>A space is put before a text.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    public bool RemoveExtraSpaces { get; private set; } = true;

    public bool EscapeSpaces { get; private set; } = true;

    /// <exception cref="FormatException">The bytes are no SentencePiece model, or one that cannot be followed.</exception>
    internal static SentencePieceFile Read(ReadOnlySpan<byte> bytes)
    {
        var pieces = new List<ScoredPiece>();
        var file = new SentencePieceFile { Pieces = pieces };
        var message = new ProtobufReader(bytes);
        while (message.Next(out var field))
            switch (field)
            {
                case 1: pieces.Add(Piece(new ProtobufReader(message.Bytes()))); break;
                case 2: file.ReadTrainer(new ProtobufReader(message.Bytes())); break;
                case 3: file.ReadNormalizer(new ProtobufReader(message.Bytes())); break;
                case 5: RefuseDenormalizer(new ProtobufReader(message.Bytes())); break;
                default: message.Skip(); break;
            }
        file.Check();
        return file;
    }

    private static ScoredPiece Piece(ProtobufReader message)
    {
        var (text, score, kind) = ("", 0f, PieceKind.Normal);
        while (message.Next(out var field))
            switch (field)
            {
                case 1: text = message.Text(); break;
                case 2: score = message.Single(); break;
                case 3: kind = (PieceKind)message.Number(); break;
                default: message.Skip(); break;
            }
        if (text.Length == 0) throw new FormatException("a piece is empty");
        if (!Enum.IsDefined(kind)) throw new FormatException($"the piece '{text}' is of the unknown kind {(int)kind}");
        return float.IsFinite(score) ? new ScoredPiece(text, score, kind) : throw new FormatException($"the piece '{text}' has the score {score}");
    }

    private void ReadTrainer(ProtobufReader message)
    {
        while (message.Next(out var field))
            switch (field)
            {
                case 3: Model = (PieceModel)message.Number(); break;
                case 24: SpaceAsSuffix = message.Flag(); break;
                case 35: ByteFallback = message.Flag(); break;
                case 41: StartId = (int)message.Number(); break;
                case 42: EndId = (int)message.Number(); break;
                case 43: PadId = (int)message.Number(); break;
                case 44: UnknownSurface = message.Text(); break;
                default: message.Skip(); break;
            }
    }

    private void ReadNormalizer(ProtobufReader message)
    {
        while (message.Next(out var field))
            switch (field)
            {
                case 2: CharacterMap = message.Bytes().ToArray(); break;
                case 3: AddDummyPrefix = message.Flag(); break;
                case 4: RemoveExtraSpaces = message.Flag(); break;
                case 5: EscapeSpaces = message.Flag(); break;
                default: message.Skip(); break;
            }
    }

    private static void RefuseDenormalizer(ProtobufReader message)
    {
        while (message.Next(out var field))
            if (field != 2) message.Skip();
            else if (message.Bytes().Length > 0) throw new FormatException("it has rules to change decoded text (denormalizer_spec), which are not supported");
    }

    private void Check()
    {
        if (Pieces.Count == 0) throw new FormatException("it has no pieces");
        if (Pieces.Count > Tokenizer.LargestVocabulary) throw new FormatException($"it has {Pieces.Count} pieces; expected at most {Tokenizer.LargestVocabulary}");
        if (!Enum.IsDefined(Model)) throw new FormatException($"its model is of the unknown type {(int)Model}");
        if (Pieces.GroupBy(p => p.Text).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new FormatException($"it has the piece '{twice.Key}' twice");
        var unknown = Pieces.Select((p, id) => (p.Kind, Id: id)).Where(p => p.Kind == PieceKind.Unknown).ToList();
        // What the trainer says is the unknown piece's id counts for nothing: its kind does.
        UnknownId = unknown.Count == 1 ? unknown[0].Id : throw new FormatException($"it has {unknown.Count} unknown pieces; expected one");
    }
}
