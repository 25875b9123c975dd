namespace Heed.Feedback.Statistics;

/// <summary>
/// Minimisation of a smooth function of many parameters by limited-memory BFGS (Liu and Nocedal 1989): the inverse Hessian is what the last steps say of it, on top of a diagonal.
/// Backtracking; a step is taken where the value falls enough or, where rounding hides that, where the slope does (Hager and Zhang 2005).
/// </summary>
public sealed record LimitedMemoryBfgs
{
    /// <summary>Value at a point; fills the gradient.</summary>
    public delegate double Objective(double[] at, double[] gradient);

    /// <summary>Steps remembered.</summary>
    public int Memory { get; init; } = 12;

    /// <summary>Ends when no element of the gradient is larger.</summary>
    public double Tolerance { get; init; } = 1e-9;

    public int MaxIterations { get; init; } = 2000;

    /// <param name="start">Where to begin.</param>
    /// <param name="curvature">By parameter: about what the second derivative is.</param>
    public double[] Minimise(double[] start, double[] curvature, Objective objective)
    {
        var (at, gradient) = (start.ToArray(), new double[start.Length]);
        var value = objective(at, gradient);
        var steps = new Queue<(double[] Step, double[] Change, double Product)>();
        for (var i = 0; i < MaxIterations && gradient.Max(Math.Abs) > Tolerance; i++)
        {
            var direction = Direction(gradient, curvature, steps);
            if (Search(at, value, gradient, direction, objective) is not { } found)
            {
                if (steps.Count == 0) break;
                steps.Clear();                                       // the memory misled: once more from the diagonal
                continue;
            }
            Remember(steps, Less(found.At, at), Less(found.Gradient, gradient));
            (at, value, gradient) = found;
        }
        return at;
    }

    /// <summary>−H g by the two loops over the remembered steps.</summary>
    private static double[] Direction(double[] gradient, double[] curvature, IEnumerable<(double[] Step, double[] Change, double Product)> steps)
    {
        var direction = gradient.ToArray();
        var remembered = steps.ToArray();
        var shares = new double[remembered.Length];
        for (var i = remembered.Length - 1; i >= 0; i--)
        {
            shares[i] = Dot(remembered[i].Step, direction) / remembered[i].Product;
            Add(direction, remembered[i].Change, -shares[i]);
        }
        var scale = 1.0;
        if (remembered is [.., var last]) scale = last.Product / last.Change.Zip(curvature, (y, c) => y * y / c).Sum();
        for (var i = 0; i < direction.Length; i++) direction[i] *= scale / curvature[i];
        for (var i = 0; i < remembered.Length; i++)
            Add(direction, remembered[i].Step, shares[i] - Dot(remembered[i].Change, direction) / remembered[i].Product);
        for (var i = 0; i < direction.Length; i++) direction[i] = -direction[i];
        return direction;
    }

    private static (double[] At, double Value, double[] Gradient)? Search(double[] at, double value, double[] gradient, double[] direction, Objective objective)
    {
        var slope = Dot(gradient, direction);
        if (!(slope < 0)) return null;
        var (next, slopes) = (new double[at.Length], new double[at.Length]);
        for (double length = 1; length > 1e-12; length /= 2)
        {
            for (var i = 0; i < at.Length; i++) next[i] = at[i] + length * direction[i];
            var there = objective(next, slopes);
            var falls = there <= value + 1e-4 * length * slope;
            var levels = there <= value + 1e-13 * Math.Abs(value) && Math.Abs(Dot(slopes, direction)) <= 0.9 * Math.Abs(slope);
            if (falls || levels) return (next, there, slopes);
        }
        return null;
    }

    private void Remember(Queue<(double[], double[], double)> steps, double[] step, double[] change)
    {
        var product = Dot(step, change);
        if (product <= 1e-12 * Math.Sqrt(Dot(step, step) * Dot(change, change))) return;
        steps.Enqueue((step, change, product));
        if (steps.Count > Memory) steps.Dequeue();
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void Add(double[] into, double[] what, double times)
    {
        for (var i = 0; i < into.Length; i++) into[i] += times * what[i];
    }

    private static double[] Less(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        for (var i = 0; i < a.Length; i++) difference[i] = a[i] - b[i];
        return difference;
    }
}
