namespace Heed.Learning;

/// <summary>One stage's learning, as a loop drives it: a step at a time, each a function of the weights and the step's number alone.</summary>
public interface ITraining
{
    /// <summary>The stage's word, such as <c>pretrain</c>.</summary>
    string Stage { get; }

    /// <summary>Steps of the whole run.</summary>
    long Steps { get; }

    /// <summary>The figures that a line of progress has room for.</summary>
    IReadOnlyList<string> Headline { get; }

    /// <summary>One optimizer step.</summary>
    /// <param name="step">From 0.</param>
    StepReport Step(long step);

    /// <summary>What is left to do after the last step; gives figures where there are any.</summary>
    StepReport? Finish() => null;

    /// <summary>Writes everything that the next step depends on.</summary>
    void Save(string folder);

    /// <summary>Reads what <see cref="Save"/> wrote; the next step then gives the same bits as if nothing had been interrupted.</summary>
    void Restore(string folder);

    /// <summary>Writes the batch of the step under way: what was learned from when the numbers left the finite.</summary>
    void WriteBatch(Stream stream);
}
