namespace Heed.Models.Generation;

/// <summary>The rows that one call takes through the model.</summary>
/// <param name="Number">Which part it is of those that run at the same time: each has scratch memory of its own.</param>
/// <param name="Low">First row.</param>
/// <param name="High">One past the last row.</param>
/// <param name="LogitLow">First row of logits.</param>
/// <param name="LogitHigh">One past the last row of logits.</param>
/// <param name="Alone">The calling thread does everything; else it shares every operation with the team.</param>
internal readonly record struct Part(int Number, int Low, int High, int LogitLow, int LogitHigh, bool Alone);
