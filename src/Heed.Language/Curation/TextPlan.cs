namespace Heed.Language.Curation;

/// <summary>Which documents, or which end of the text, are held out.</summary>
internal sealed class TextPlan
{
    private readonly (TextHash Hash, int Length)[] _documents;
    private readonly double _share;
    private readonly int _forced = -1;
    private readonly long _cut;
    private readonly long[] _starts;

    private TextPlan((TextHash Hash, int Length)[] documents, double share)
    {
        (_documents, _share) = (documents, share);
        IsTail = documents.Length < HeldOutSplit.FewDocuments;
        _starts = new long[documents.Length + 1];
        for (var i = 0; i < documents.Length; i++) _starts[i + 1] = _starts[i] + documents[i].Length;
        _cut = _starts[^1] - (long)Math.Round(share * _starts[^1]);
        // Where chance would hold out nothing, the document nearest to it is.
        if (!IsTail && share > 0 && !documents.Any(d => HeldOutSplit.HoldsOut(d.Hash, share)))
            _forced = Enumerable.Range(0, documents.Length).MinBy(i => documents[i].Hash.Draw);
    }

    /// <summary>Whether the last part of the text is held out, there being few documents.</summary>
    public bool IsTail { get; }

    public static TextPlan Of((TextHash Hash, int Length)[] documents, double share) => new(documents, share);

    /// <summary>The documents with a part to train on, each with the length of that part (before it is moved to a line end).</summary>
    public IEnumerable<(int Index, int Length)> Training
    {
        get
        {
            for (var i = 0; i < _documents.Length; i++)
                if (TrainingLength(i) is > 0 and var length) yield return (i, length);
        }
    }

    /// <summary>How much of a document's start is trained on; the rest is held out.</summary>
    public int Cut(int index, string text)
    {
        var length = TrainingLength(index);
        return length == 0 || length == text.Length ? length : HeldOutSplit.CutNear(text, length);
    }

    private int TrainingLength(int index)
    {
        if (IsTail) return (int)Math.Clamp(_cut - _starts[index], 0, _documents[index].Length);
        return index == _forced || HeldOutSplit.HoldsOut(_documents[index].Hash, _share) ? 0 : _documents[index].Length;
    }
}
