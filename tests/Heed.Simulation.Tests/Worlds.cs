using Heed.Simulation.People;
using Heed.Simulation.Prompts;

namespace Heed.Simulation.Tests;

/// <summary>Worlds and a prompt that tests share.</summary>
internal static class Worlds
{
    public static World Small(ulong seed = 1) => new(new WorldOptions { Seed = seed, Megabytes = .3, Demonstrations = 300 });

    /// <summary>" Greta loves to eat cake. She lives in Ashby.\nUser: What does Greta like to eat?\nHelper:"</summary>
    public static WorldPrompt Cake { get; } = new("test/0",
        new Person("Greta", Woman: true, "Ashby", "baker", "red kite", "old goat", "cake", "in the garden"),
        [Trait.Food, Trait.Town], Trait.Food, "Greta loves to eat cake. She lives in Ashby.", "What does Greta like to eat?");

    /// <summary>The same person, asked for her thing: a red kite.</summary>
    public static WorldPrompt Kite { get; } = Cake with
    {
        Known = [Trait.Thing, Trait.Town],
        Asked = Trait.Thing,
        Facts = "Greta owns a red kite. She lives in Ashby.",
        Question = "What does Greta own?",
    };
}
