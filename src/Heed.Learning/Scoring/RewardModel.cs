using System.Text.Json;
using Heed.Learning.Packing;
using Heed.Models.Training;
using Heed.Runs;
using TorchSharp;

namespace Heed.Learning.Scoring;

/// <summary>A trunk with a scalar head that says how good an answer is, normalised to mean 0 and variance 1 over answers of the fine-tuned model.</summary>
public sealed class RewardModel : IDisposable
{
    /// <summary>The file beside config.json that says how states are pooled and scores normalised.</summary>
    public const string FileName = "heed_reward.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }
    };

    /// <summary>A reward model over a network that has a scalar head.</summary>
    public RewardModel(Decoder network, Pooling pooling, RewardScale scale)
    {
        if (network.Plan.Score is null) throw new ArgumentException("the network has no scalar head", nameof(network));
        (Network, Pooling, Scale) = (network, pooling, scale);
    }

    /// <summary>Trunk and head.</summary>
    public Decoder Network { get; }

    /// <summary>Which states the head reads.</summary>
    public Pooling Pooling { get; }

    /// <summary>The normalisation of scores.</summary>
    public RewardScale Scale { get; private set; }

    /// <summary>Tokens in one pass.</summary>
    public int TokensAPass { get; init; } = 8192;

    /// <summary>Reads a model folder with its <see cref="FileName"/>.</summary>
    /// <exception cref="RunException">The folder holds no reward model.</exception>
    public static RewardModel Load(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new RunException($"{folder} holds no reward model: expected {FileName} beside config.json; train one with 'heed reward train'");
        var settings = JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Json) ?? throw new RunException($"{file} is empty");
        return new RewardModel(Decoder.Load(folder), settings.Pooling, new RewardScale(settings.Mean, settings.Deviation));
    }

    /// <summary>Writes the network and the file beside it.</summary>
    public void Save(string folder)
    {
        Network.Save(folder);
        SaveSettings(folder);
    }

    /// <summary>Writes that file alone, beside an adapter that holds the network.</summary>
    public void SaveSettings(string folder)
    {
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(new Settings(Pooling, Scale.Mean, Scale.Deviation), Json));
    }

    /// <summary>The normalised score of each answer; it does not depend on the other answers.</summary>
    public double[] Score(IReadOnlyList<AnsweredPrompt> answers) => [.. RawScores(answers).Select(Scale.Apply)];

    /// <summary>Sets the normalisation so that these answers have mean 0 and variance 1.</summary>
    public void Normalise(IReadOnlyList<AnsweredPrompt> answers) => Scale = RewardScale.Of(RawScores(answers));

    /// <summary>What the head says of each answer.</summary>
    public double[] RawScores(IReadOnlyList<AnsweredPrompt> answers)
    {
        var scores = new List<double>(answers.Count);
        foreach (var micro in AnswerBatch.Split(answers, TokensAPass))
        {
            using var scope = torch.NewDisposeScope();
            var batch = new AnswerBatch([.. micro.Select(i => answers[i])]);
            using var pass = Network.Forward(batch.Tokens, train: false);
            scores.AddRange(Pool(pass, batch).to(torch.float64).data<double>());
        }
        return [.. scores];
    }

    /// <summary>The head over the pooled states of each answer, (B), with gradient where the pass trains. The head is linear: the score of a mean is the mean of scores.</summary>
    public torch.Tensor Pool(ForwardPass pass, AnswerBatch batch) =>
        Pooling == Pooling.Last ? pass.Scores(batch.Last) : batch.Answers.Mean(pass.Scores(batch.Held));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private sealed record Settings(Pooling Pooling, double Mean, double Deviation);
}
