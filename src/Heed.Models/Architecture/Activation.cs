namespace Heed.Models.Architecture;

/// <summary>The nonlinearity of a feed-forward part.</summary>
public enum Activation
{
    /// <summary>x·σ(x)</summary>
    Silu,
    /// <summary>x·Φ(x)</summary>
    Gelu,
    /// <summary>x/2·(1 + tanh(√(2/π)·(x + 0.044715x³))) (Hendrycks and Gimpel 2016)</summary>
    GeluTanh,
}
