using Heed.Rounds.Recipes;
using Heed.Simulation;

namespace Heed.Cli.Worlds;

/// <summary>A round in the small world.</summary>
internal sealed record QuickstartRecipe : RoundRecipe
{
    public WorldOptions World { get; init; } = new();
}
