namespace Heed.Models.Generation;

/// <summary>One token on its way through the model.</summary>
/// <param name="Position">Its position in its sequence; it sees the cached positions up to and with this one.</param>
/// <param name="Span">How long its sequence is, for rotary frequencies that depend on it.</param>
/// <param name="Pages">Where the sequence's keys and values are; there is room for this position.</param>
internal readonly record struct StepRow(int Token, int Position, int Span, PageList Pages);
