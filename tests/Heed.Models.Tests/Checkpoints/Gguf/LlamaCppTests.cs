using System.Diagnostics;
using System.Text.Json.Nodes;
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
        var sources = GgufGoldenTests.ExpectedFiles().Select(f => Path.GetFileName(f)!).ToList();
        Assert.SkipWhen(sources.Count == 0, "no golden/gguf");
        Assert.SkipUnless(Run("npm", "/", "--version").Code == 0 && Run("node", "/", "--version").Code == 0, "npm and node are not installed: llama.cpp cannot be asked");
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "package.json"), """{"type": "module", "private": true}""");
        var installed = Run("npm", folder.Path, "install", Package, "@node-llama-cpp/linux-x64@3", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.SkipUnless(installed.Code == 0, $"npm cannot install {Package} here: {installed.Output}");

        File.WriteAllText(Path.Combine(folder.Path, "ask.mjs"), Script);
        foreach (var source in sources)
            foreach (var type in new[] { GgufType.F32, GgufType.F16, GgufType.Q8_0 }) Compare(source, type, folder.Path);
    }

    // Against what our own generator says from the same file: the stored weights, rounded as they are.
    private static void Compare(string source, GgufType type, string folder)
    {
        var model = GgufGoldenTests.Source(source);
        if (!File.Exists(Path.Combine(model, "tokenizer.json"))) return; // llama.cpp loads no file without a vocabulary
        var described = GgufGoldenTests.Read(Path.Combine(Golden.Folder!, "gguf", source));
        var path = Path.Combine(folder, $"{source}-{type}.gguf");
        GgufExport.Write(model, path, type);
        var (plan, weights) = GgufImport.Load(path);
        using var decoder = new Decoder(plan, weights);
        using var generator = new Generator(decoder);
        // A quantised product of llama.cpp rounds its inputs too: later tokens may part where two are nearly as likely.
        var count = type == GgufType.Q8_0 ? 6 : 16;
        foreach (var row in described["greedy_float32_in_transformers"]!.AsArray())
        {
            var prompt = GgufGoldenTests.Ids(row!["prompt_ids"]);
            var expected = generator.Generate([prompt], new SamplingOptions { Greedy = true, MaxNewTokens = count }, seed: 1, cancellation: TestContext.Current.CancellationToken)[0].Tokens;
            var job = new JsonObject { ["file"] = path, ["prompt"] = new JsonArray([.. prompt.Select(id => (JsonNode)id)]), ["count"] = count };
            var asked = Run("node", folder, "ask.mjs", job.ToJsonString());
            var answer = asked.Output.Split('\n').FirstOrDefault(l => l.StartsWith("ANSWER", StringComparison.Ordinal));
            Assert.True(answer is not null, asked.Output);
            Assert.Equal(expected, GgufGoldenTests.Ids(JsonNode.Parse(answer[6..])));
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
