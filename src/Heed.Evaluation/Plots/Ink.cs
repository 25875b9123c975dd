namespace Heed.Evaluation.Plots;

/// <summary>What a mark stands for; plots.css gives each a colour for light and dark, and series differ in dashes too.</summary>
public enum Ink
{
    /// <summary>The subject of the figure: the policy, the held-out loss.</summary>
    First,
    /// <summary>What it is compared with: the fine-tuned model, the training loss.</summary>
    Second,
    /// <summary>The hidden truth.</summary>
    Third,
    /// <summary>What was optimised in its place.</summary>
    Fourth,
    /// <summary>Background: the base model, a reference.</summary>
    Muted,
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Worth a look.</summary>
    Warning,
    /// <summary>Wrong.</summary>
    Bad,
}

internal static class InkClass
{
    /// <summary>The class of plots.css.</summary>
    public static string Name(this Ink ink) => "ink-" + ink.ToString().ToLowerInvariant();
}
