using Heed.Runs.Recipes;

namespace Heed.Runs.Provenance;

/// <summary>What makes a folder a run: its kind, when it began, which scores are better (run.json); written before anything else.</summary>
internal sealed record RunBeginning(string Kind, DateTimeOffset Started, ScoreOrder Scores)
{
    /// <summary>Reads the beginning of the run to resume, or writes that of a new one.</summary>
    /// <exception cref="RunException">The folder holds something else than what was asked for.</exception>
    public static RunBeginning Enter(string folder, RunOptions options)
    {
        var file = Path.Combine(folder, RunFiles.Beginning);
        if (!File.Exists(file)) return Begin(folder, file, options);
        var beginning = JsonFile.Read<RunBeginning>(file);
        if (!options.Resume)
            throw new RunException($"{folder} already holds a run ({beginning.Kind}, begun {beginning.Started:yyyy-MM-dd HH:mm} UTC). "
                + "Add --resume to go on with it, or name another --out.");
        if (beginning.Kind != options.Kind)
            throw new RunException($"{folder} holds a run of {beginning.Kind}, expected one of {options.Kind}. Name another --out.");
        Compare(folder, options.Recipe);
        return beginning;
    }

    private static RunBeginning Begin(string folder, string file, RunOptions options)
    {
        var foreign = RunFiles.All.Where(name => Path.Exists(Path.Combine(folder, name))).ToList();
        if (foreign.Count > 0)
            throw new RunException($"{folder} holds {string.Join(", ", foreign)} but no {RunFiles.Beginning}, so it is no run of Heed, and a new one would overwrite that. Name another --out.");
        var beginning = new RunBeginning(options.Kind, options.Clock.GetUtcNow(), options.Scores);
        JsonFile.Write(file, beginning);
        return beginning;
    }

    /// <summary>A run is resumed with the recipe it began with; only keys that do not change what is computed may differ.</summary>
    private static void Compare(string folder, IRecipe recipe)
    {
        var file = Path.Combine(folder, RunFiles.Recipe);
        if (!File.Exists(file)) return; // killed before it was written
        var changed = RecipeComparison.Compare(File.ReadAllText(file), RecipeWriter.Write(recipe))
            .Where(d => !RecipeComparison.MayChange(d.Path, recipe.GetType())).ToList();
        if (changed.Count == 0) return;
        throw new RunException($"the run in {folder} cannot be resumed with another recipe. What changed:\n"
            + string.Join('\n', changed.Select(d => $"  {d}"))
            + "\nResume with the recipe it began with, or begin a new run with another --out.");
    }
}
