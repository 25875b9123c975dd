namespace Heed.Models.Generation.Speculation;

/// <summary>Guesses what some sequences will say next.</summary>
internal interface IGuesser : IDisposable
{
    /// <summary>Room for these sequences.</summary>
    void Reserve(IReadOnlyList<Sequence> sequences);

    /// <summary>Gives each of these sequences its guesses, as many as it has room for.</summary>
    void Guess(IReadOnlyList<Sequence> sequences);

    /// <summary>These are over.</summary>
    void Forget(Sequence sequence);

    /// <summary>Takes the weights as they are now.</summary>
    void Refresh();
}
