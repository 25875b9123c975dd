using System.Diagnostics;
using System.Text.Json;
using Heed.Language.Tokens;
using Heed.Models.Checkpoints;
using Heed.Models.Checkpoints.Gguf;
using Heed.Models.Training;
using Heed.Runs;
using Heed.StepTimes.Results;
using Heed.StepTimes.Training;

namespace Heed.StepTimes.Decoding;

/// <summary>llama.cpp with the same weights, prompts and threads, where <c>bench/peers/install</c> has put it; a process of its own a figure.</summary>
internal static class LlamaCpp
{
    /// <summary>Sequences at once from which one process is enough, being slow.</summary>
    private const int SlowBatch = 64;

    private static string Folder => Path.Combine(ResultFolder.Checkout, "bench", "peers", "llama.cpp");

    /// <summary>Why it cannot be asked; null where it can.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules", "node-llama-cpp")) ? null : "llama.cpp is not installed; bench/peers/install does that";

    /// <summary>
    /// Tokens a second, the median of some processes; once a session. With all threads or with one, whichever was faster when each was tried: where a thread is
    /// held up, llama.cpp's others wait for it in a busy loop.
    /// </summary>
    public static double TokensASecond(Session session, GgufType type, int batch) => session.Shared($"llama.cpp {type} {batch}", () =>
    {
        var folder = Directory.CreateTempSubdirectory("heed-llama-cpp").FullName;
        try
        {
            var file = Export(folder, type);
            var tried = new[] { 1, session.Machine.Threads }.Distinct().Select(threads => (Threads: threads, Rate: Ask(Job(folder, file, batch, threads)))).ToArray();
            session.Log($"llama.cpp {type}, {batch} at once: {string.Join(", ", tried.Select(r => $"{r.Rate:N0} tokens/s with {r.Threads} threads"))}");
            var (fastest, rate) = tried.MaxBy(r => r.Rate);
            return batch < SlowBatch ? Median(Job(folder, file, batch, fastest), 5) : rate;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    /// <summary>The weights as GGUF, with a vocabulary of bytes, without which llama.cpp loads nothing.</summary>
    private static string Export(string folder, GgufType type)
    {
        var (model, file) = (Path.Combine(folder, "model"), Path.Combine(folder, "model.gguf"));
        using (var decoder = new Decoder(TrainedModel.Thirty.Config, new SeededRandom(1, "30m"))) HuggingFaceFolder.Save(model, decoder.Plan, decoder.Weights);
        new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 256, Merges = false }).Train(["a"]).Save(model);
        GgufExport.Write(model, file, type);
        return file;
    }

    /// <summary>A file that says what to do with the model.</summary>
    private static string Job(string folder, string file, int batch, int threads)
    {
        var job = Path.Combine(folder, "job.json");
        File.WriteAllText(job, JsonSerializer.Serialize(new { file, prompts = OwnDecoding.Prompts(batch, OwnDecoding.Prompt), answer = OwnDecoding.Answer, threads }));
        return job;
    }

    private static double Median(string job, int processes)
    {
        double[] rates = [.. Enumerable.Range(0, processes).Select(_ => Ask(job)).Order()];
        return rates[processes / 2];
    }

    private static double Ask(string job)
    {
        var start = new ProcessStartInfo("node", ["decode.mjs", job]) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new RunException("node did not start");
        var line = process.StandardOutput.ReadToEnd().Split('\n').LastOrDefault(l => l.StartsWith('{'));
        process.WaitForExit();
        if (line is null) throw new RunException("llama.cpp gave no figure; its message is on standard error");
        using var said = JsonDocument.Parse(line);
        return said.RootElement.GetProperty("tokens_a_second").GetDouble();
    }
}
