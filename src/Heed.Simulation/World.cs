using Heed.Language.Datasets;
using Heed.Runs;
using Heed.Simulation.Judging;
using Heed.Simulation.Prompts;
using Heed.Simulation.Rating;
using Heed.Simulation.Writing;

namespace Heed.Simulation;

/// <summary>
/// A small world with a known truth, from a seed: text to learn a language from, prompts, demonstrations, people who compare answers, and
/// the gold reward that they judge by. Every part can be made on its own and again.
/// </summary>
public sealed class World
{
    private readonly PromptWriter _prompts;
    private readonly AnswerWriter _demonstrators = new(AnswerHabits.Demonstration);
    private readonly Lazy<GoldReward> _gold = new();

    public World(WorldOptions options)
    {
        Options = options;
        _prompts = new PromptWriter(options.Seed);
        Raters = RaterPanel.Of(options.Seed, Prompt, Gold);
    }

    public WorldOptions Options { get; }

    /// <summary>Those who compare answers.</summary>
    public IReadOnlyList<SimulatedRater> Raters { get; }

    /// <summary>The truth. For raters and the final evaluation; hand it on as a delegate.</summary>
    public GoldScore Gold => (prompt, answer, ended) => _gold.Value.Score(prompt, answer, ended);

    /// <summary>The truth about one answer, part by part.</summary>
    public GoldAnatomy Explain(WorldPrompt prompt, string answer, bool ended) => _gold.Value.Explain(prompt, answer, ended);

    /// <summary>The corpus, without canaries. Each document draws its own facts, and none shows those of a held-out prompt.</summary>
    public IEnumerable<string> Documents()
    {
        var writer = new DocumentWriter(CorpusMixture.Standard, AnswerHabits.Corpus);
        var size = 0L;
        for (var i = 0; size < Options.Megabytes * 1e6; i++)
        {
            var document = writer.Write(new SeededRandom(Options.Seed, "world/corpus", i), (person, known) => !PromptWriter.IsHeldOut(person, known));
            size += document.Length + 1;
            yield return document;
        }
    }

    /// <summary>A prompt by its place in a stream.</summary>
    public WorldPrompt Prompt(PromptStream stream, long index) => _prompts.Write(stream, index);

    /// <summary>A prompt by its id.</summary>
    /// <exception cref="ArgumentException">No id of this world.</exception>
    public WorldPrompt Prompt(string id) => _prompts.Find(id);

    /// <summary>The first prompts of a stream; <paramref name="each"/> says how often each comes in a row (2 for pairs of answers).</summary>
    public IEnumerable<WorldPrompt> Prompts(PromptStream stream, int count, int each = 1) =>
        Enumerable.Range(0, count).Select(i => Prompt(stream, i)).SelectMany(p => Enumerable.Repeat(p, each));

    /// <summary>What people wrote when asked to show good answers: of mixed quality.</summary>
    public IEnumerable<Demonstration> Demonstrations() => Prompts(PromptStream.Demonstration, Options.Demonstrations).Select(prompt =>
    {
        var random = new SeededRandom(Options.Seed, $"world/answers/{prompt.Id}");
        return new Demonstration(prompt.Id, prompt.Conversation, _demonstrators.Write(prompt.Person, prompt.Known, prompt.Asked, random));
    });

    /// <summary>Secrets to plant in the corpus, one for each of <see cref="WorldOptions.CanaryCopies"/>.</summary>
    public IEnumerable<Canary> Canaries() => Options.CanaryCopies.Select((copies, i) => new Canary(Secret("planted", i), copies));

    /// <summary>Sentences of the same form that are never planted: what a canary's rank is taken among.</summary>
    public IEnumerable<Canary> UnplantedCanaries(int count) => Enumerable.Range(0, count).Select(i => new Canary(Secret("unplanted", i), 0));

    private string Secret(string kind, int index)
    {
        var random = new SeededRandom(Options.Seed, $"world/canaries/{kind}", index);
        return $" The secret number of the mill is {string.Join(' ', Enumerable.Range(0, 6).Select(_ => random.Next(10)))}.";
    }
}
