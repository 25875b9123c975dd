namespace Heed.Feedback.Events;

/// <summary>Whose answers models may learn from.</summary>
public static class TrainingConsent
{
    /// <summary>Raters whose last word was no; it holds for their earlier answers too.</summary>
    public static HashSet<string> Refused(IEnumerable<FeedbackEvent> events)
    {
        var refused = new HashSet<string>();
        foreach (var consent in events.OfType<ConsentGiven>())
            if (consent.Rater is not { } rater) continue;
            else if (consent.TrainOk) refused.Remove(rater);
            else refused.Add(rater);
        return refused;
    }
}
