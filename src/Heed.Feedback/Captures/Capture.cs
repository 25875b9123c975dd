namespace Heed.Feedback.Captures;

/// <summary>What somebody said about a served response, or did with it.</summary>
/// <param name="Response">Which response; where several are compared, the better one.</param>
/// <param name="Name">What is judged (such as "helpfulness"; "reward" for a reward), or what was done (one of <see cref="CaptureReading.Actions"/>).</param>
public sealed record Capture(string Response, string Name)
{
    /// <summary>The responses that were found worse.</summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>Good or bad.</summary>
    public bool? Good { get; init; }

    /// <summary>A reward from −1 to 1, or a rating in whole steps.</summary>
    public double? Number { get; init; }

    /// <summary>The lowest rating.</summary>
    public int Low { get; init; } = 1;

    /// <summary>The highest rating.</summary>
    public int High { get; init; } = 5;

    /// <summary>What is known of an action, or what a marked place is.</summary>
    public string? Words { get; init; }

    /// <summary>What the response should have been.</summary>
    public string? Correction { get; init; }

    /// <summary>A place in the response: UTF-16 code units.</summary>
    public (int Start, int End)? Place { get; init; }

    /// <summary>Why, in words of the asker's own.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Why, in free text.</summary>
    public string? Comment { get; init; }
}
