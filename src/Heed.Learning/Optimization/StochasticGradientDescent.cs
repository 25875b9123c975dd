namespace Heed.Learning.Optimization;

/// <summary>
/// Gradient descent with momentum: b ← μb + (1−τ)g (the first b is g), θ ← θ − ηb, or θ − η(g + μb) with Nesterov's look-ahead; weight decay
/// is added to the gradient (Sutskever et al. 2013, in PyTorch's form).
/// </summary>
public sealed record StochasticGradientDescent : UpdateRule
{
    /// <summary>μ in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>τ, how much of the gradient stays out of the momentum after the first step.</summary>
    public double Dampening { get; init; }

    /// <summary>Whether the step looks ahead along the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override int Moments => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    public override void Update<T>(in ParameterSlice<T> slice)
    {
        var (rate, momentum) = (T.CreateChecked(slice.Rate), T.CreateChecked(Momentum));
        var scale = T.CreateChecked(slice.GradientScale);
        var decay = T.CreateChecked(slice.Decays ? WeightDecay : 0);
        var fresh = T.CreateChecked(slice.Step == 1 ? 1 : 1 - Dampening);
        for (var i = 0; i < slice.Weights.Length; i++)
        {
            var g = slice.Gradients[i] * scale + decay * slice.Weights[i];
            if (Momentum > 0)
            {
                slice.First[i] = momentum * slice.First[i] + fresh * g;
                g = Nesterov ? g + momentum * slice.First[i] : slice.First[i];
            }
            slice.Weights[i] -= rate * g;
        }
    }
}
