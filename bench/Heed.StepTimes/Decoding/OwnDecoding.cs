using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Runs;
using Heed.StepTimes.Training;

namespace Heed.StepTimes.Decoding;

/// <summary>Heed's decoding of the 30M Llama: prompts of 64 tokens, 64 more, drawn at temperature 1.</summary>
internal sealed class OwnDecoding : IDisposable
{
    /// <summary>Tokens of a prompt, and sampled after it.</summary>
    public const int Prompt = 64, Answer = 64;

    private readonly Session _session;
    private readonly Decoder _model = new(TrainedModel.Thirty.Config, new SeededRandom(1, "30m"));

    public OwnDecoding(Session session, DecodeMode mode)
    {
        _session = session;
        Generator = new Generator(_model, new GeneratorOptions { Weights = mode.Weights, Cache = mode.Cache, RowsAStep = 2048, CacheBytes = 8L << 30 });
    }

    public Generator Generator { get; }

    /// <summary>Prompts of random tokens.</summary>
    public static int[][] Prompts(int count, int length)
    {
        var random = new SeededRandom(2, "decoding");
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(TrainedModel.Thirty.Config.VocabularySize)).ToArray())];
    }

    /// <summary>Tokens a second with so many sequences at once, the median of some goes; once a session.</summary>
    public static double TokensASecond(Session session, DecodeMode mode, int batch) => session.Shared($"decode {mode.Name} {batch}", () =>
    {
        using var own = new OwnDecoding(session, mode);
        own.WarmUp(batch);
        double[] rates = [.. Enumerable.Range(0, batch < 64 ? 5 : session.Quick ? 1 : 3).Select(_ => own.TokensASecond(batch)).Order()];
        var rate = rates[rates.Length / 2];
        session.Log($"{mode.Name}, {batch} at once: {rate:N0} tokens/s");
        return rate;
    });

    /// <summary>Tokens a second of one go, from the median step of those in which every sequence speaks.</summary>
    public double TokensASecond(int batch)
    {
        double[] seconds = [.. Steps(batch).Order()];
        return batch / seconds[seconds.Length / 2];
    }

    /// <summary>Decodes until the code is compiled for good, which takes a second.</summary>
    public void WarmUp(int batch)
    {
        var start = _session.Clock.GetTimestamp();
        do Steps(Math.Min(batch, 8));
        while (_session.Clock.GetElapsedTime(start) < TimeSpan.FromSeconds(1.5));
    }

    public void Dispose()
    {
        Generator.Dispose();
        _model.Dispose();
    }

    /// <summary>The prompts run in pieces: from the last sequence's first token until the first one's last, every step says a token of each.</summary>
    private double[] Steps(int batch)
    {
        var (times, first) = (new List<long>(), 0);
        var options = new SamplingOptions { MaxNewTokens = Answer };
        GenerationRequest[] requests = [.. Prompts(batch, Prompt).Select((p, i) => new GenerationRequest(p, options, new SeededRandom(3, "decoding", i)))];
        Generator.Generate(requests, token =>
        {
            if (token.Request == 0) first++;
            if (token.Request == batch - 1 && first < Answer) times.Add(_session.Clock.GetTimestamp());
        });
        return [.. times.Zip(times.Skip(1), (a, b) => _session.Clock.GetElapsedTime(a, b).TotalSeconds)];
    }
}
