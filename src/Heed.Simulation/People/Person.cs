using Heed.Runs;

namespace Heed.Simulation.People;

/// <summary>Somebody of the world. Every document and every prompt draws its own, so that nothing can be learned by heart.</summary>
public sealed record Person(string Name, bool Woman, string Town, string Job, string Thing, string Pet, string Food, string Place)
{
    /// <summary>Of a trait, the whole value: <c>Fairview</c>, <c>red kite</c>, <c>by the river</c>.</summary>
    public string this[Trait trait] => trait switch
    {
        Trait.Town => Town,
        Trait.Job => Job,
        Trait.Thing => Thing,
        Trait.Pet => Pet,
        Trait.Food => Food,
        Trait.Place => Place,
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, "no such trait"),
    };

    /// <summary>Of a trait, what <see cref="Vocabulary.Values"/> lists: the noun of a thing or a pet, else the whole value.</summary>
    public string Noun(Trait trait) => trait is Trait.Thing or Trait.Pet ? this[trait][(this[trait].IndexOf(' ') + 1)..] : this[trait];

    public string Pronoun => Woman ? "she" : "he";
    public string ObjectPronoun => Woman ? "her" : "him";
    public string Possessive => Woman ? "her" : "his";

    /// <summary>Each trait on its own, all values equally likely.</summary>
    public static Person Draw(SeededRandom random)
    {
        var woman = random.Chance(.5);
        return new Person(
            random.Pick(woman ? Vocabulary.Women : Vocabulary.Men), woman,
            random.Pick(Vocabulary.Towns), random.Pick(Vocabulary.Jobs),
            $"{random.Pick(Vocabulary.Colours)} {random.Pick(Vocabulary.Things)}",
            $"{random.Pick(Vocabulary.Tempers)} {random.Pick(Vocabulary.Animals)}",
            random.Pick(Vocabulary.Foods), random.Pick(Vocabulary.Places));
    }

    /// <summary>Two or three different traits, in any order.</summary>
    public static Trait[] DrawTraits(SeededRandom random)
    {
        var traits = Vocabulary.Traits.ToArray();
        random.Shuffle<Trait>(traits);
        return traits[..random.Next(2, 4)];
    }
}
