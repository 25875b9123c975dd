using System.Diagnostics;
using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints.Gguf;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Testing;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>Files of ours in llama.cpp itself, by npm's node-llama-cpp, which is installed into a temporary folder.</summary>
[Trait("Kind", "Long")]
public sealed class LlamaCppTests
{
    private const string Package = "node-llama-cpp@3";

    private const int Count = 16;

    // Greedy tokens after given ones, by the lowest interface the package has: no template, no stop.
    private const string Script = """
        import {getLlama, LlamaLogLevel} from "node-llama-cpp";
        import fs from "fs";
        const {file, prompt, count} = JSON.parse(process.argv[2]);
        const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, progressLogs: false, maxThreads: 1});
        const model = await llama.loadModel({modelPath: file, gpuLayers: 0});
        const context = await model.createContext({contextSize: 256, sequences: 1, threads: 1});
        const tokens = context.getSequence().evaluate(prompt, {temperature: 0, yieldEogToken: true});
        const said = [];
        while (said.length < count) said.push((await tokens.next()).value);
        fs.writeSync(1, "ANSWER" + JSON.stringify(said) + "\n");
        process.kill(process.pid, "SIGKILL");
        """;

    [Fact]
    public void Llama_cpp_says_the_same_greedy_tokens()
    {
        Assert.SkipWhen(Golden.Folder is null, "no golden folder");
        Assert.SkipUnless(Run("npm", "/", "--version").Code == 0 && Run("node", "/", "--version").Code == 0, "npm and node are not installed: llama.cpp cannot be asked");
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "package.json"), """{"type": "module", "private": true}""");
        var installed = Run("npm", folder.Path, "install", Package, "@node-llama-cpp/linux-x64@3", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.SkipUnless(installed.Code == 0, $"npm cannot install {Package} here: {installed.Output}");

        File.WriteAllText(Path.Combine(folder.Path, "ask.mjs"), Script);
        var models = LlamaCppModels.Of(folder.Path).ToList();
        Assert.NotEmpty(models);
        foreach (var (name, model, prompts) in models)
            foreach (var type in new[] { GgufType.F32, GgufType.F16, GgufType.Q8_0 }) Compare(name, model, prompts, type, folder.Path);
    }

    // Against what our own generator says from the same file: the stored weights, rounded as they are.
    private static void Compare(string name, string model, IReadOnlyList<int[]> prompts, GgufType type, string folder)
    {
        var path = Path.Combine(folder, $"{name}-{type}.gguf");
        GgufExport.Write(model, path, type);
        var (plan, weights) = GgufImport.Load(path);
        using var decoder = new Decoder(plan, weights);
        using var generator = new Generator(decoder);
        foreach (var prompt in prompts)
        {
            var job = new JsonObject { ["file"] = path, ["prompt"] = new JsonArray([.. prompt.Select(id => (JsonNode)id)]), ["count"] = Count };
            var asked = Run("node", folder, "ask.mjs", job.ToJsonString());
            var answer = asked.Output.Split('\n').FirstOrDefault(l => l.StartsWith("ANSWER", StringComparison.Ordinal));
            Assert.True(answer is not null, $"{name} {type}: {asked.Output}");
            var said = GgufGoldenTests.Ids(JsonNode.Parse(answer[6..]));
            var expected = generator.Generate([prompt], new SamplingOptions { Greedy = true, MaxNewTokens = Count }, seed: 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens;
            if (!expected.SequenceEqual(said)) CheckNearlyBest(decoder, prompt, said, type, $"{name} {type}: expected {string.Join(' ', expected)}, llama.cpp says {string.Join(' ', said)}");
            TestContext.Current.SendDiagnosticMessage($"{name} {type}: {expected.Zip(said).TakeWhile(t => t.First == t.Second).Count()} of {Count} tokens alike from the first on");
        }
    }

    /// <summary>
    /// llama.cpp keeps keys and values in float16, and a quantised product rounds its inputs too; a model of random weights has tokens nearly as likely as
    /// the best. So each token it says must be as likely as the best, to within what that rounding does, given what it said before.
    /// </summary>
    private static void CheckNearlyBest(Decoder decoder, int[] prompt, int[] said, GgufType type, string what)
    {
        using var pass = decoder.Forward(PackedBatch.Of([[.. prompt, .. said]]), train: false);
        var (logits, vocabulary) = (pass.Logits([.. Enumerable.Range(prompt.Length - 1, said.Length)]), decoder.Config.VocabularySize);
        for (var i = 0; i < said.Length; i++)
        {
            var row = logits.AsSpan(i * vocabulary, vocabulary);
            float best = row[0], least = row[0];
            foreach (var logit in row) (best, least) = (Math.Max(best, logit), Math.Min(least, logit));
            var spread = best - least;
            Assert.True(best - row[said[i]] <= spread * (type == GgufType.Q8_0 ? 0.05f : 0.002f), $"{what}; token {i} is {best - row[said[i]]} below the best of logits {spread} apart");
        }
    }

    private static (int Code, string Output) Run(string program, string folder, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{program} is not installed");
        }
    }
}
