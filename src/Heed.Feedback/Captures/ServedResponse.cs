using Heed.Feedback.Items;
using Heed.Language.Texts;

namespace Heed.Feedback.Captures;

/// <summary>A response that a model gave to somebody who uses it, noted so that something can be said about it later.</summary>
/// <param name="Id">What the serving program calls it, such as the id of a chat completion.</param>
/// <param name="User">Whose conversation it is, by pseudonym.</param>
public sealed record ServedResponse(string Id, Prompt Prompt, Candidate Answer, string User)
{
    /// <summary>The conversation or task it belongs to; null where it stands alone.</summary>
    public string? Episode { get; init; }

    /// <summary>Whether models may learn from what is said about it: not unless the user said so.</summary>
    public bool TrainOk { get; init; }

    /// <summary>What the user agreed to; null where nothing was asked.</summary>
    public string? Consent { get; init; }

    /// <summary>The response as an item of its own: equal texts given to two users are two.</summary>
    public ThumbItem Item(string project) => new(ItemId(project, Id), Prompt, Answer);

    /// <summary>The id of that item.</summary>
    public static string ItemId(string project, string response) => Identity.Of("served", project, response);
}
