using Heed.Feedback.Events;
using Heed.Labelling.Managing;

namespace Heed.Labelling.Asking;

/// <summary>A rater's question about an item, with the reply if there is one.</summary>
/// <param name="Id">The event of the question.</param>
/// <param name="Reply">Markdown; null while nobody replied.</param>
/// <param name="Common">What it is called among the common questions; null where only the asker reads the reply.</param>
public sealed record Question(string Id, string? ItemId, string? Rater, DateTimeOffset Time, string Text, string? Reply = null, string? Common = null)
{
    /// <summary>All questions of a project, oldest first.</summary>
    public static IReadOnlyList<Question> Of(ProjectRecord record)
    {
        var replies = record.Events.OfType<QuestionReplied>().GroupBy(r => r.Question).ToDictionary(g => g.Key, g => g.Last());
        return [.. record.Events.OfType<QuestionAsked>().Select(q => new Question(q.Id, q.ItemId, q.Rater, q.Time, q.Text, replies.GetValueOrDefault(q.Id)?.Text, replies.GetValueOrDefault(q.Id)?.Common))];
    }

    /// <summary>What all raters read: title and reply, not who asked nor in which words.</summary>
    public static IReadOnlyList<CommonQuestion> CommonOf(ProjectRecord record) =>
        [.. record.Events.OfType<QuestionReplied>().GroupBy(r => r.Question).Select(g => g.Last()).Where(r => r.Common is not null).Select(r => new CommonQuestion(r.Common!, r.Text, r.ItemId))];
}

/// <summary>A question that all raters read with its reply.</summary>
/// <param name="Reply">Markdown.</param>
public sealed record CommonQuestion(string Title, string Reply, string? ItemId);
