namespace Heed.Evaluation.Plots;

/// <summary>The style sheet of the plots; a page that shows them includes it once and may set its variables.</summary>
public static class PlotStyle
{
    public static Markup Css { get; } = Read("plots.css");

    /// <summary>A style sheet of this assembly. It holds no markup characters, so that it may stand in XML as it is.</summary>
    internal static Markup Read(string name)
    {
        using var stream = typeof(PlotStyle).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly lacks its resource {name}");
        using var reader = new StreamReader(stream);
        return Markup.Trusted(reader.ReadToEnd());
    }
}
