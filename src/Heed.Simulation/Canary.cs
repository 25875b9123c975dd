namespace Heed.Simulation;

/// <summary>A sentence with a secret, planted to measure memorisation (Carlini et al. 2019).</summary>
/// <param name="Text">A document of its own.</param>
/// <param name="Copies">How often to plant it, after duplicates were dropped; 0 for one never planted.</param>
public sealed record Canary(string Text, int Copies);
