using Heed.Feedback.Assignment;
using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Labelling.Tests;

/// <summary>Items to ask about.</summary>
internal static class Sample
{
    public const string SecretModel = "secret-model-name";

    public static Comparison Pair(int number = 1) => Comparison.Of(Ask(number), new Candidate($"first answer {number}", SecretModel), new Candidate($"second answer {number}", SecretModel + "-2"));

    public static IEnumerable<QueuedItem> Pairs(int count) => Enumerable.Range(1, count).Select(i => new QueuedItem(Pair(i)));

    public static Prompt Ask(int number) => new($"prompt-{number}", Conversation.Ask($"question {number}"));

    public static Candidate Answer(string text) => new(text, SecretModel);
}
