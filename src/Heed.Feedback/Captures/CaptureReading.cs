using System.Globalization;
using Heed.Feedback.Answers;
using Heed.Feedback.Assignment;
using Heed.Feedback.Items;

namespace Heed.Feedback.Captures;

/// <summary>What a capture means in the record: an answer about an item, or an action that judges nothing by itself.</summary>
/// <param name="Item">What it is about.</param>
/// <param name="Answer">The judgement; null of an action.</param>
/// <param name="Detail">What is known of an action.</param>
public sealed record CaptureMeaning(FeedbackItem Item, Answer? Answer, string? Detail = null);

/// <summary>Turns captures into items and answers. Items of one response are named after it, so that a second word of the same user takes the place of the first.</summary>
public static class CaptureReading
{
    /// <summary>What users do with a response that is worth noting, and is no judgement.</summary>
    public static readonly IReadOnlyList<string> Actions = ["regenerate", "edit-turn", "copy", "stop", "continue", "dwell", "abandon", "share", "follow-up", "comment"];

    private const string Reward = "reward";

    /// <param name="responses">The response it is about, or the better one and those that it was preferred to.</param>
    /// <exception cref="QueueException">It says nothing, or does not fit the response.</exception>
    public static CaptureMeaning Read(Capture said, IReadOnlyList<ThumbItem> responses)
    {
        var meaning = responses.Count > 1 ? Preference(said, responses) : Single(said, responses[0]);
        if (meaning.Answer?.Problems(meaning.Item).FirstOrDefault() is { } problem) throw new QueueException(QueueProblem.Invalid, $"The feedback does not fit: {problem}.");
        return meaning;
    }

    private static CaptureMeaning Single(Capture said, ThumbItem response) => said switch
    {
        _ when Actions.Contains(said.Name) => new CaptureMeaning(response, null, Detail(said)),
        { Good: { } good } => new CaptureMeaning(response, new ThumbAnswer(good) { Notes = Notes(said, said.Correction) }),
        { Place: { } place, Words: { Length: > 0 } label } => new CaptureMeaning(new SpanItem(Identity.Of("spans", response.Id, label), response.Prompt, response.Answer, [label]), new SpanAnswer([new Span(place.Start, place.End, label)]) { Notes = Notes(said) }),
        { Number: { } reward, Name: Reward } => new CaptureMeaning(new RewardItem(Identity.Of(Reward, response.Id), response.Prompt, response.Answer), new RewardAnswer(reward) { Notes = Notes(said, said.Correction) }),
        { Number: { } number } => Rating(said, number, response),
        { Correction: { } text } => new CaptureMeaning(new CorrectionItem(Identity.Of("correction", response.Id), response.Prompt, response.Answer), new CorrectionAnswer(text) { Notes = Notes(said) }),
        _ => throw new QueueException(QueueProblem.Invalid, $"Expected a value (true, false or a number), a correction, a marked place with words, a preferred response, or one of the actions {string.Join(", ", Actions)}; found '{said.Name}' alone."),
    };

    private static CaptureMeaning Rating(Capture said, double number, ThumbItem response)
    {
        if (number != Math.Floor(number) || said.Low >= said.High) throw new QueueException(QueueProblem.Invalid, $"A rating is a whole number between low and high, found {number.ToString(CultureInfo.InvariantCulture)} between {said.Low} and {said.High}.");
        var scale = new RatingScale(said.Name, said.Low, said.High);
        var item = new RatingItem(Identity.Of("rating", response.Id, $"{scale.Attribute} {scale.Low} {scale.High}"), response.Prompt, [response.Answer], [scale]);
        return new CaptureMeaning(item, new RatingAnswer([new AnswerScore(0, said.Name, (int)Math.Clamp(number, int.MinValue, int.MaxValue))]) { Notes = Notes(said, said.Correction) });
    }

    /// <summary>The better one against one other, or above all others. In the order of the ids: which is better tells nothing about the place.</summary>
    private static CaptureMeaning Preference(Capture said, IReadOnlyList<ThumbItem> responses)
    {
        var better = responses[0];
        if (responses.DistinctBy(r => r.Id).Count() < responses.Count) throw new QueueException(QueueProblem.Invalid, "A response is not compared with itself; name each once.");
        if (responses.Any(r => r.Prompt.Id != better.Prompt.Id)) throw new QueueException(QueueProblem.Invalid, "Responses are compared that answer the same prompt; these answer different ones.");
        ThumbItem[] sorted = [.. responses.OrderBy(r => r.Id, StringComparer.Ordinal)];
        var notes = Notes(said, said.Correction, sorted.IndexOf(better));
        string[] ids = [.. sorted.Select(r => r.Id)];
        return sorted is [var first, var second]
            ? new CaptureMeaning(new Comparison(Identity.Of(["comparison", .. ids]), better.Prompt, first.Answer, second.Answer), new ComparisonAnswer(first == better ? Verdict.First : Verdict.Second) { Notes = notes })
            : new CaptureMeaning(new RankingItem(Identity.Of(["ranking", .. ids]), better.Prompt, [.. sorted.Select(r => r.Answer)]), new RankingAnswer([.. sorted.Select(r => (int?)(r == better ? 1 : 2))]) { Notes = notes });
    }

    private static Notes? Notes(Capture said, string? edit = null, int candidate = 0) => said.Comment is null && said.Reasons.Count == 0 && edit is null ? null
        : new Notes { Comment = said.Comment, Reasons = said.Reasons, Edit = edit is null ? null : new AnswerEdit(candidate, edit) };

    private static string? Detail(Capture said)
    {
        string?[] known = [said.Words, said.Number?.ToString(CultureInfo.InvariantCulture), said.Place is { } place ? $"{place.Start}-{place.End}" : null, said.Correction, said.Comment];
        return known.OfType<string>().ToArray() is { Length: > 0 } parts ? string.Join(' ', parts) : null;
    }
}
