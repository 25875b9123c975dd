namespace Heed.Language.Curation;

/// <summary>Which prompts are held out: each by its own hash; of a few prompts the last ones; where chance would take none, the one nearest to it.</summary>
internal sealed class PromptSplit(double share)
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly List<TextHash> _first = [];
    private TextHash? _nearest;

    /// <summary>How many different prompts there are.</summary>
    public int Count => _seen.Count;

    public bool IsTail => Count < HeldOutSplit.FewDocuments;

    public void Add(TextHash prompt)
    {
        if (!_seen.Add(prompt.Identity)) return;
        if (_first.Count < HeldOutSplit.FewDocuments) _first.Add(prompt);
        if (_nearest is null || prompt.Draw < _nearest.Value.Draw) _nearest = prompt;
    }

    public bool HoldsOut(TextHash prompt)
    {
        if (share == 0 || Count < 2) return false;
        var tail = IsTail ? (int)Math.Round(share * Count) : 0;
        if (tail > 0) return _first.TakeLast(tail).Contains(prompt);
        return prompt == _nearest || (!IsTail && HeldOutSplit.HoldsOut(prompt, share));
    }
}
