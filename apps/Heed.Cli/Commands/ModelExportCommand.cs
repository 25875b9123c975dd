using System.CommandLine;
using Heed.Models.Checkpoints;
using Heed.Models.Checkpoints.Gguf;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed model export: a model folder for Hugging Face's libraries, or as one GGUF file for llama.cpp and its kin.</summary>
internal static class ModelExportCommand
{
    private static readonly Dictionary<string, GgufType> Blocked = new() { ["q8_0"] = GgufType.Q8_0, ["q4_0"] = GgufType.Q4_0 };

    private static readonly Dictionary<string, (SafetensorsType Folder, GgufType File)> Plain = new()
    {
        ["float32"] = (SafetensorsType.Float32, GgufType.F32),
        ["float16"] = (SafetensorsType.Float16, GgufType.F16),
        ["bfloat16"] = (SafetensorsType.BFloat16, GgufType.BF16),
        ["f32"] = (SafetensorsType.Float32, GgufType.F32),
        ["f16"] = (SafetensorsType.Float16, GgufType.F16),
        ["bf16"] = (SafetensorsType.BFloat16, GgufType.BF16),
    };

    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string>("model") { Description = "Model folder: config.json and model.safetensors." };
        var output = new Option<string>("--out") { Description = "Folder for the result; with --to gguf the file.", Required = true };
        var to = new Option<string>("--to") { Description = "huggingface | gguf: one file that llama.cpp reads, with tokenizer and chat template.", DefaultValueFactory = _ => "huggingface" };
        var type = new Option<string>("--type") { Description = "float32 | float16 | bfloat16, or with --to gguf f32 | f16 | bf16 | q8_0 | q4_0.", DefaultValueFactory = _ => "float32" };
        var size = new Option<double>("--shard-size") { Description = "The most gigabytes a file of a folder.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("export", "Write a model for other programs, with its tokenizer, licence and origin.") { model, output, to, type, size, json };
        command.SetAction(parsed =>
        {
            var (folder, result, kind) = (parsed.GetValue(model)!, parsed.GetValue(output)!, parsed.GetValue(type)!);
            var runner = new StageRunner(terminal);
            return parsed.GetValue(to) switch
            {
                "gguf" => runner.Run(parsed.GetValue(json), _ => ToGguf(folder, result, kind), Lines),
                "huggingface" => runner.Run(parsed.GetValue(json), _ => ToFolder(folder, result, kind, parsed.GetValue(size)), ModelCommand.Lines),
                var other => runner.Run<Exported>(parsed.GetValue(json), _ => throw Wrong("--to", $"expected huggingface or gguf, found {other}"), _ => []),
            };
        });
        return command;
    }

    private static Exported ToGguf(string folder, string file, string type)
    {
        var stored = Blocked.TryGetValue(type, out var blocked) ? blocked : Plain.TryGetValue(type, out var plain) ? plain.File : throw Wrong("--type", $"expected f32, f16, bf16, q8_0 or q4_0, found {type}");
        return new Exported(file, type, GgufExport.Write(folder, file, stored), new FileInfo(file).Length);
    }

    private static ModelInspection ToFolder(string folder, string output, string type, double gigabytes)
    {
        if (!Plain.TryGetValue(type, out var plain)) throw Wrong("--type", $"expected float32, float16 or bfloat16, found {type}");
        ModelExport.Convert(folder, output, new CheckpointFormat { Type = plain.Folder, ShardBytes = Math.Max(1, (long)(gigabytes * 1e9)) }, "Written by Heed.");
        return ModelCommand.Inspected(output);
    }

    private static IEnumerable<string> Lines(Exported r) => [.. r.Warning is { } warning ? [$"warning: {warning}"] : Array.Empty<string>(), $"{r.Bytes / 1e6:N1} MB as {r.Type} in {r.File}"];

    private static RecipeException Wrong(string option, string found) => new("command line", [new Problem(option, found, "heed model export --help lists them")]);

    private sealed record Exported(string File, string Type, string? Warning, long Bytes);
}
