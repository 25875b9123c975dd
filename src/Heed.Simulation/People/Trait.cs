namespace Heed.Simulation.People;

/// <summary>What can be known of a person, and so what can be asked.</summary>
public enum Trait
{
    Town,
    Job,
    /// <summary>A thing and its colour.</summary>
    Thing,
    /// <summary>An animal and what it is like.</summary>
    Pet,
    Food,
    /// <summary>Where the person often is.</summary>
    Place,
}
