namespace Heed.Language.Curation;

/// <summary>What cleaning changed in one text, and what it only noticed.</summary>
public sealed record CleaningReport
{
    /// <summary>Line ends turned into line feeds (CR, CR LF, form feed, vertical tab, NEL).</summary>
    public int LineEnds { get; set; }

    /// <summary>Control characters removed.</summary>
    public int ControlCharacters { get; set; }

    /// <summary>Byte order marks removed (U+FEFF, wherever it stands).</summary>
    public int ByteOrderMarks { get; set; }

    /// <summary>Halves of surrogate pairs turned into U+FFFD.</summary>
    public int LoneSurrogates { get; set; }

    /// <summary>Whether letters were composed (NFC).</summary>
    public bool Composed { get; set; }

    /// <summary>Places that look like UTF-8 read as Windows-1252. Not changed.</summary>
    public int Mojibake { get; set; }

    /// <summary>One such place with what it should read, or null.</summary>
    public string? MojibakeExample { get; set; }

    /// <summary>U+FFFD in the text as given: something was lost before. Not changed.</summary>
    public int ReplacementCharacters { get; set; }

    /// <summary>What happened, by the ledger's names: how often.</summary>
    internal IEnumerable<(string Reason, int Count)> Changes => new (string, int)[]
    {
        ("line_ends", LineEnds), ("control_characters", ControlCharacters), ("byte_order_marks", ByteOrderMarks),
        ("lone_surrogates", LoneSurrogates), ("composed", Composed ? 1 : 0)
    }.Where(c => c.Item2 > 0);

    internal IEnumerable<(string Reason, int Count)> Notices => new (string, int)[]
    {
        ("mojibake", Mojibake), ("replacement_characters", ReplacementCharacters)
    }.Where(n => n.Item2 > 0);
}
