namespace Heed.Simulation.Writing;

/// <summary>
/// How somebody answers: probabilities, each drawn on its own, so that every mixture of virtues and faults occurs. What is left over from
/// <see cref="Wrong"/>, <see cref="OffTopic"/> and <see cref="Evasive"/> is right.
/// </summary>
public sealed record AnswerHabits
{
    /// <summary>Gives a value that is not the person's and stands nowhere in the prompt.</summary>
    public required double Wrong { get; init; }

    /// <summary>Says something else: another fact of the person, or an aside.</summary>
    public required double OffTopic { get; init; }

    /// <summary>Does not say.</summary>
    public required double Evasive { get; init; }

    /// <summary>Gives the value alone instead of a sentence.</summary>
    public required double Curt { get; init; }

    /// <summary>Says <c>She</c> instead of the name.</summary>
    public required double Pronoun { get; init; }

    /// <summary>Is rude, and then not courteous.</summary>
    public required double Rude { get; init; }

    /// <summary>Opens with a courtesy.</summary>
    public required double Opening { get; init; }

    /// <summary>Closes with a courtesy.</summary>
    public required double Closing { get; init; }

    /// <summary>Heaps two to four more courtesies on top.</summary>
    public required double Effusive { get; init; }

    /// <summary>Counsels something that does harm.</summary>
    public required double Unsafe { get; init; }

    /// <summary>Goes on about other people and the weather.</summary>
    public required double Rambling { get; init; }

    /// <summary>Breaks off in the middle of a sentence.</summary>
    public required double BrokenOff { get; init; }

    /// <summary>Found in the corpus: plain, uncivil, often long.</summary>
    public static AnswerHabits Corpus { get; } = new()
    {
        Wrong = .03,
        OffTopic = .07,
        Evasive = .10,
        Curt = .25,
        Pronoun = .40,
        Rude = .20,
        Opening = .05,
        Closing = .03,
        Effusive = 0,
        Unsafe = .03,
        Rambling = .20,
        BrokenOff = .02,
    };

    /// <summary>Written by hurried people who were asked to help: better than the corpus, far from perfect.</summary>
    public static AnswerHabits Demonstration { get; } = new()
    {
        Wrong = .06,
        OffTopic = .11,
        Evasive = .13,
        Curt = .10,
        Pronoun = .30,
        Rude = .12,
        Opening = .40,
        Closing = .32,
        Effusive = .05,
        Unsafe = .03,
        Rambling = .12,
        BrokenOff = .04,
    };
}
