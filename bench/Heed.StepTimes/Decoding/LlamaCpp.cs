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
    private static string Folder => Path.Combine(ResultFolder.Checkout, "bench", "peers", "llama.cpp");

    /// <summary>Why it cannot be asked; null where it can.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules", "node-llama-cpp")) ? null : "llama.cpp is not installed; bench/peers/install does that";

    /// <summary>Tokens a second, the median of some processes; once a session.</summary>
    public static double TokensASecond(Session session, GgufType type, int batch) => session.Shared($"llama.cpp {type} {batch}", () =>
    {
        var folder = Directory.CreateTempSubdirectory("heed-llama-cpp").FullName;
        try
        {
            var job = Job(folder, type, batch, session.Machine.Threads);
            double[] rates = [.. Enumerable.Range(0, session.Quick ? 1 : 5).Select(_ => Ask(job)).Order()];
            session.Log($"llama.cpp {type}, {batch} at once: {rates[rates.Length / 2]:N0} tokens/s");
            return rates[rates.Length / 2];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    /// <summary>The weights as GGUF with a vocabulary of bytes, without which llama.cpp loads nothing, and a file that says what to do with it.</summary>
    private static string Job(string folder, GgufType type, int batch, int threads)
    {
        var (model, file, job) = (Path.Combine(folder, "model"), Path.Combine(folder, "model.gguf"), Path.Combine(folder, "job.json"));
        using (var decoder = new Decoder(TrainedModel.Thirty.Config, new SeededRandom(1, "30m"))) HuggingFaceFolder.Save(model, decoder.Plan, decoder.Weights);
        new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 256, Merges = false }).Train(["a"]).Save(model);
        GgufExport.Write(model, file, type);
        File.WriteAllText(job, JsonSerializer.Serialize(new { file, prompts = OwnDecoding.Prompts(batch, OwnDecoding.Prompt), answer = OwnDecoding.Answer, threads }));
        return job;
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
