using System.Text.Json;
using System.Text.Json.Nodes;

namespace Heed.Runs.Tests.Processes;

/// <summary>A recipe of a toy run.</summary>
internal sealed record ToyRecipe : IRecipe
{
    public int Steps { get; init; } = 100;
    public double LearningRate { get; init; } = 0.1;
    public SaveOptions Save { get; init; } = new() { Every = 7 };

    public IEnumerable<Problem> Problems() => Rule.Positive(Steps);
}

/// <summary>The form of every trainer, with a random walk in place of the learning.</summary>
internal static class ToyTraining
{
    public static RunFolder Open(string folder, bool resume, ToyRecipe? recipe = null) => RunFolder.Open(folder, new RunOptions
    {
        Kind = "toy",
        Recipe = recipe ?? new ToyRecipe(),
        Save = (recipe ?? new ToyRecipe()).Save,
        Resume = resume,
    });

    /// <summary>Begins or goes on, up to the last step.</summary>
    public static void Run(string folder, int steps, bool slow = false, Action? began = null, bool stopAtOnce = false)
    {
        var recipe = new ToyRecipe { Steps = steps };
        using var run = Open(folder, resume: true, recipe);
        var (random, walk, step) = (new SeededRandom(1, "walk"), 0.0, 0L);
        if (run.ResumeFrom is { } from) Load(from, random, out walk, out step);
        else run.Journal.Append("begin", new Dictionary<string, object?> { ["steps"] = steps });
        began?.Invoke();
        while (step < steps)
        {
            walk += recipe.LearningRate * random.NextGaussian();
            step++;
            if (slow) Thread.Sleep(1);
            run.Record("step", step, new Dictionary<string, double> { ["walk"] = walk });
            if (recipe.Save.Due(step, steps) || stopAtOnce) run.Checkpoints.Save(step, to => Store(to, random, walk, step), score: walk);
            if (stopAtOnce) throw new StoppedException(folder, step);
        }
        run.Finish(step, new Dictionary<string, double> { ["walk"] = walk });
    }

    private static void Store(string folder, SeededRandom random, double walk, long step)
    {
        var state = new JsonObject { ["walk"] = walk, ["step"] = step, ["random"] = JsonSerializer.SerializeToNode(random.State) };
        File.WriteAllText(Path.Combine(folder, "state.json"), state.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "ballast.bin"), new byte[step * 1000]);
    }

    private static void Load(string folder, SeededRandom random, out double walk, out long step)
    {
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "state.json")))!;
        (walk, step) = ((double)state["walk"]!, (long)state["step"]!);
        random.State = state["random"].Deserialize<ulong[]>()!;
    }
}
