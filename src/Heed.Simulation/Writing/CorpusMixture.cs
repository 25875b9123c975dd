namespace Heed.Simulation.Writing;

/// <summary>The shares of the kinds of document; what is left over are dialogues.</summary>
/// <param name="Quizzes">Facts and questions with right answers: many, for a model of a million parameters learns to look values up only from many of them.</param>
/// <param name="Stories">Small stories.</param>
internal sealed record CorpusMixture(double Quizzes, double Stories)
{
    /// <summary>The world's own.</summary>
    public static CorpusMixture Standard { get; } = new(Quizzes: .5, Stories: .2);
}
