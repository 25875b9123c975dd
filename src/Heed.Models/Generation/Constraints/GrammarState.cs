using System.Collections;

namespace Heed.Models.Generation.Constraints;

/// <summary>A place in an alternative with what follows it; equal places are the same object.</summary>
internal sealed record Frame(GrammarSymbol[] Alternative, int Index, Frame? Then)
{
    public GrammarSymbol Next => Alternative[Index];

    public bool Equals(Frame? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>All places at which a text may stand; equal states are the same object.</summary>
internal sealed class GrammarState(IReadOnlyList<Frame> frames, bool accepts)
{
    /// <summary>Each waits for a byte.</summary>
    public IReadOnlyList<Frame> Frames { get; } = frames;

    /// <summary>The text may end here.</summary>
    public bool Accepts { get; } = accepts;

    /// <summary>The text must end here.</summary>
    public bool IsComplete => Accepts && Frames.Count == 0;

    /// <summary>Where each byte leads, as far as it has been asked for; null: nowhere.</summary>
    public Dictionary<byte, GrammarState?> Steps { get; } = [];

    /// <summary>Which tokens may come next, once it has been asked for.</summary>
    public BitArray? Allowed { get; set; }
}
