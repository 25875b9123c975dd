using Heed.Rounds.Stages;

namespace Heed.Rounds;

/// <summary>What a round learned before its record grew: it stands aside, so that going on with the round learns from all answers.</summary>
internal static class EarlierPreferences
{
    public const string Folder = "earlier", Reward = "reward";

    /// <summary>The reward model comes last: it says which version the others follow from, also to a process that finds this half done.</summary>
    private static readonly string[] Stages = ["evaluation", "policy", Reward];

    /// <summary>Moves reward model, policy and evidence of another version of the preferences than the round's into earlier/VERSION.</summary>
    public static void SetAside(string round, StageContext context)
    {
        var (learned, now) = (DatasetLineage.Of(Path.Combine(round, Reward)), DatasetLineage.Of(Path.Combine(round, "feedback")));
        if (!context.Resume || learned is null || learned == now) return;
        var aside = Path.Combine(round, Folder, learned.Length > 12 ? learned[..12] : learned);
        Directory.CreateDirectory(aside);
        foreach (var stage in Stages)
            if (Directory.Exists(Path.Combine(round, stage))) Directory.Move(Path.Combine(round, stage), Free(Path.Combine(aside, stage)));
        context.Log.WriteLine($"feedback: the record has grown; what learned from the earlier answers is in {aside}");
    }

    private static string Free(string folder)
    {
        var free = folder;
        for (var i = 2; Directory.Exists(free); i++) free = $"{folder}-{i}";
        return free;
    }
}
