using Heed.Runs;
using Heed.Simulation.People;
using Heed.Simulation.Writing;

namespace Heed.Simulation.Prompts;

/// <summary>Prompts by stream and index: each from a generator of its own, so that any can be written without those before it.</summary>
internal sealed class PromptWriter(ulong seed)
{
    private const double HeldOutShare = .125;

    public WorldPrompt Write(PromptStream stream, long index)
    {
        var random = new SeededRandom(seed, $"world/prompts/{Name(stream)}", index);
        var heldOut = stream is PromptStream.RewardTest or PromptStream.Evaluation;
        var (person, known) = DocumentWriter.Draw(random, (p, k) => IsHeldOut(p, k) == heldOut);
        var asked = random.Pick(known);
        return new WorldPrompt($"{Name(stream)}/{index}", person, known, asked, SentenceWriter.Facts(person, known, random), SentenceWriter.Question(person, asked, random));
    }

    public WorldPrompt Find(string id)
    {
        var slash = id.IndexOf('/');
        foreach (var stream in Enum.GetValues<PromptStream>())
            if (slash > 0 && id[..slash] == Name(stream) && long.TryParse(id[(slash + 1)..], out var index) && index >= 0)
                return Write(stream, index);
        throw new ArgumentException($"'{id}' is no prompt of this world; expected a stream and an index, such as {Name(PromptStream.Evaluation)}/17", nameof(id));
    }

    /// <summary>A coin that depends on what is shown alone (the name and the set of facts): equal facts are on the same side wherever they occur.</summary>
    public static bool IsHeldOut(Person person, IReadOnlyList<Trait> known)
    {
        var facts = string.Join('|', known.Order().Select(t => person[t]));
        return new SeededRandom(0, $"world/side/{person.Name}|{facts}").Chance(HeldOutShare);
    }

    private static string Name(PromptStream stream) => stream switch
    {
        PromptStream.Demonstration => "demonstration",
        PromptStream.Candidate => "candidate",
        PromptStream.Rollout => "rollout",
        PromptStream.RewardTest => "reward-test",
        PromptStream.Evaluation => "evaluation",
        _ => throw new ArgumentOutOfRangeException(nameof(stream), stream, "no such stream"),
    };
}
