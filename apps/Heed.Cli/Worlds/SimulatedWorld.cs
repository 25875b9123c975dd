using Heed.Feedback.Assignment;
using Heed.Rounds.Files;
using Heed.Rounds.Planning;
using Heed.Rounds.Stages;
using Heed.Simulation;
using Heed.Simulation.Prompts;

namespace Heed.Cli.Worlds;

/// <summary>The small world wired to a round: its texts as files, its people as raters, its truth as delegates for the evidence.</summary>
internal sealed class SimulatedWorld(World world)
{
    public const string Corpus = "corpus.jsonl", Demonstrations = "demonstrations.jsonl", Prompts = "prompts.jsonl",
        TrainingPrompts = "training-prompts.jsonl", RewardTest = "reward-test-prompts.jsonl", Evaluation = "evaluation-prompts.jsonl";

    /// <summary>Prompts for the policy to learn on; it takes as many as its steps ask for, again from the first after the last.</summary>
    private const int RolloutPrompts = 8192;

    /// <summary>Writes what a round reads: text, demonstrations, prompts.</summary>
    public void Write(string folder)
    {
        JsonLines.Write(Path.Combine(folder, Corpus), world.Documents().Select(text => new TextRecord(text)));
        JsonLines.Write(Path.Combine(folder, Demonstrations), world.Demonstrations().Select(d => new DemonstrationRecord(d.Id, d.Prompt.Messages, d.Completion)));
        WritePrompts(folder, Prompts, PromptStream.Candidate, world.Options.CandidatePrompts);
        WritePrompts(folder, TrainingPrompts, PromptStream.Rollout, RolloutPrompts);
        WritePrompts(folder, RewardTest, PromptStream.RewardTest, world.Options.RewardTestPrompts);
        WritePrompts(folder, Evaluation, PromptStream.Evaluation, world.Options.EvaluationPrompts);
    }

    public IReadOnlyList<IRater> Raters => world.Raters;

    /// <summary>The names of the raters who are faulty by construction.</summary>
    public IReadOnlyList<string> FaultyRaters => [.. world.Raters.Where(r => r.Faulty).Select(r => r.Name)];

    /// <summary>How much a round is fed with, told before any of it is made: the lengths of some documents and demonstrations, at four letters a token.</summary>
    public static RoundAmounts Amounts(WorldOptions options)
    {
        const double lettersAToken = 4;
        var world = new World(options);
        var some = world.Demonstrations().Take(200).ToList();
        return new RoundAmounts([.. world.Documents().Take(1000).Select(d => (int)(d.Length / lettersAToken))], options.Demonstrations, options.CandidatePrompts, options.RewardTestPrompts, options.EvaluationPrompts,
            some.Average(d => d.Prompt.Messages.Sum(m => m.Content.Length + m.Role.Length)) / lettersAToken, some.Average(d => d.Completion.Length) / lettersAToken);
    }

    public HiddenTruth Truth => new(
        (id, answer, ended) => world.Gold(world.Prompt(id), answer, ended),
        (id, answer) => world.Explain(world.Prompt(id), answer, true)["answer"] > 0.5,
        (id, answer) => world.Explain(world.Prompt(id), answer, true)["harm"] < 0);

    private void WritePrompts(string folder, string file, PromptStream stream, int count) =>
        JsonLines.Write(Path.Combine(folder, file), world.Prompts(stream, count).Select(p => new PromptRecord(p.Id, p.Conversation.Messages)));
}
