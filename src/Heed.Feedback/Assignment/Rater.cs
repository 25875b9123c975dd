namespace Heed.Feedback.Assignment;

/// <summary>Somebody who answers, by pseudonym. Who that is, the record does not know.</summary>
/// <param name="Id">The pseudonym.</param>
/// <param name="Consent">The version of the consent text agreed to first, with the account.</param>
/// <param name="TrainOk">Whether models may learn from the answers.</param>
public sealed record Rater(string Id, DateTimeOffset Since, string? Consent, bool TrainOk);

/// <summary>A rater in a project.</summary>
/// <param name="Acknowledged">The last version of the guidelines that the rater read; 0 for none.</param>
/// <param name="OptOuts">Warnings whose items the rater does not get.</param>
public sealed record Membership(string Project, string Rater, int Acknowledged, IReadOnlyList<string> OptOuts)
{
    /// <summary>The cohorts that the rater is in: items meant for one go to its raters alone.</summary>
    public IReadOnlyList<string> Cohorts { get; init; } = [];

    /// <summary>Why the rater gets no items in this project; null where not paused.</summary>
    public string? PausedFor { get; init; }

    /// <summary>The version of the project's consent text that the rater agreed to; null where to none of it.</summary>
    public string? Consent { get; init; }
}

/// <summary>A version of a project's guidelines, in Markdown.</summary>
public sealed record Guidelines(string Project, int Version, string Text, DateTimeOffset Since);
