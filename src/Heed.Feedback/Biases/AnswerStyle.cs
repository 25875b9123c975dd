using System.Text.RegularExpressions;

namespace Heed.Feedback.Biases;

/// <summary>What an answer looks like, whatever it says.</summary>
/// <param name="Words">Its length.</param>
/// <param name="Headings">Lines that are Markdown headings.</param>
/// <param name="ListItems">Lines that are items of a list.</param>
/// <param name="Bold">Stretches in bold.</param>
public sealed partial record AnswerStyle(int Words, int Headings, int ListItems, int Bold)
{
    /// <summary>Names of the features, in the order of <see cref="Differences"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["length", "headings", "lists", "bold"];

    public static AnswerStyle Of(string text) => new(
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, Heading().Count(text), ListItem().Count(text), BoldText().Count(text));

    /// <summary>Each feature of one answer less that of the other, over their sum and one: between −1 and 1.</summary>
    public double[] Differences(AnswerStyle other) =>
        [Relative(Words, other.Words), Relative(Headings, other.Headings), Relative(ListItems, other.ListItems), Relative(Bold, other.Bold)];

    private static double Relative(double a, double b) => (a - b) / (a + b + 1);

    [GeneratedRegex(@"^ {0,3}#{1,6} ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s*([-*+]|\d+[.)]) ", RegexOptions.Multiline)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\*\*[^*\n]+\*\*|__[^_\n]+__")]
    private static partial Regex BoldText();
}
