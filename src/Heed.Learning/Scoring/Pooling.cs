namespace Heed.Learning.Scoring;

/// <summary>Which of a sequence's states the scalar head of a reward model reads.</summary>
public enum Pooling
{
    /// <summary>The mean over the answer's tokens; small models, whose end token was never trained to sum up, need it.</summary>
    Mean,
    /// <summary>The last token's, as in a standard sequence classifier.</summary>
    Last
}
