using System.CommandLine;
using Heed.Models.Adapters;
using Heed.Models.Checkpoints;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>heed model inspect | export | merge | quantize | convert</summary>
internal static class ModelCommand
{
    private static Argument<string> Folder => new("model") { Description = "Model folder: config.json and model.safetensors; to inspect and convert also a .gguf file." };
    private static Option<string> Out => new("--out") { Description = "Folder for the result.", Required = true };
    private static Option<bool> Json => new("--json") { Description = "End with one JSON object on standard output." };

    public static Command Create(Terminal terminal) =>
        new("model", "Look at a model's folder, and write it for other tools.")
        {
            Inspect(terminal), ModelExportCommand.Create(terminal), Merge(terminal), Quantize(terminal), Convert(terminal),
        };

    private static Command Inspect(Terminal terminal)
    {
        var (folder, json) = (Folder, Json);
        var command = new Command("inspect", "What a folder holds, and whether every tensor is there.") { folder, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ => Inspected(parsed.GetValue(folder)!), Lines));
        return command;
    }

    private static Command Merge(Terminal terminal)
    {
        var adapter = new Argument<string>("adapter") { Description = "Adapter folder: adapter_config.json and adapter_model.safetensors." };
        var model = new Option<string?>("--model") { Description = "The base's folder; without it the one that the adapter names." };
        var (output, format, json) = (Out, new FormatOptions(), Json);
        var command = new Command("merge", "Write the model that an adapter makes of its base.") { adapter, model, output, json };
        format.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            var source = parsed.GetValue(adapter)!;
            ModelExport.Merge(source, parsed.GetValue(model) ?? NamedBase(source), parsed.GetValue(output)!, format.Read(parsed));
            return Inspected(parsed.GetValue(output)!);
        }, Lines));
        return command;
    }

    private static Command Quantize(Terminal terminal)
    {
        var (folder, output, json) = (Folder, Out, Json);
        var command = new Command("quantize", "Write a model's linear maps in int8 (compressed-tensors' layout), and measure what is lost.") { folder, output, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ => QuantizedModel.Write(parsed.GetValue(folder)!, parsed.GetValue(output)!),
            result => [$"{result.Bytes / 1e6:F1} MB in {result.Folder}; weights off by {result.WeightError:P2} of their size"
                + (result.Divergence is { } nats ? $"; KL to the model as it was {nats:G3} nats a token, over text that it says" : "")]));
        return command;
    }

    private static Command Convert(Terminal terminal)
    {
        var vocabulary = new Option<int?>("--vocabulary-size") { Description = "Rows of the embedding: cut off, or added as the mean of the others." };
        var (folder, output, format, json) = (Folder, Out, new FormatOptions(), Json);
        var command = new Command("convert", "Write a model in another type of number, in other parts, or with another number of tokens.") { folder, output, vocabulary, json };
        format.AddTo(command);
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), _ =>
        {
            ModelExport.Convert(parsed.GetValue(folder)!, parsed.GetValue(output)!, format.Read(parsed), "Converted by Heed.", parsed.GetValue(vocabulary));
            return Inspected(parsed.GetValue(output)!);
        }, Lines));
        return command;
    }

    internal static ModelInspection Inspected(string folder)
    {
        var model = ModelInspection.Of(folder);
        return model with { Notes = [.. model.Notes, .. TokenizerNotes.Of(folder)] };
    }

    private static string NamedBase(string adapter)
    {
        var name = PeftFolder.BaseName(adapter) ?? throw new CheckpointException($"{adapter} does not say which model it is for; name it by --model.");
        return new[] { name, Path.Combine(adapter, name) }.FirstOrDefault(Directory.Exists)
            ?? throw new CheckpointException($"{adapter} is for '{name}', which is no folder here; name the model's folder by --model.");
    }

    internal static IEnumerable<string> Lines(ModelInspection model) =>
    [
        $"{model.Architecture} ({model.Family}), {model.Parameters:N0} parameters, in {model.Folder}",
        $"  {model.Layers} layers, width {model.Width}, {model.Heads} heads on {model.KeyValueHeads} key head{(model.KeyValueHeads == 1 ? "" : "s")}, {model.MaxPositions} positions, {model.VocabularySize} tokens{(model.TiedEmbeddings ? ", tied" : "")}",
        $"  {string.Join(", ", model.Types.Select(t => $"{t.Value / 1e6:F1} MB {t.Key}"))} in {model.Files} file{(model.Files == 1 ? "" : "s")}",
        $"  tokenizer: {(model.HasTokenizer ? "yes" : "none")}; chat template: {(model.HasChatTemplate ? "yes" : "none")}; licence: {model.Licence ?? "not stated"}; made from: {model.BaseModel ?? "not stated"}",
        .. model.Notes.Select(n => $"  note: {n}"),
    ];

    /// <summary>--type and --shard-size.</summary>
    private sealed class FormatOptions
    {
        private readonly Option<SafetensorsType> _type = new("--type") { Description = "float32 | float16 | bfloat16", DefaultValueFactory = _ => SafetensorsType.Float32 };
        private readonly Option<double> _size = new("--shard-size") { Description = "The most gigabytes a file.", DefaultValueFactory = _ => 5 };

        public void AddTo(Command command)
        {
            command.Add(_type);
            command.Add(_size);
        }

        public CheckpointFormat Read(ParseResult parsed) => new() { Type = parsed.GetValue(_type), ShardBytes = Math.Max(1, (long)(parsed.GetValue(_size) * 1e9)) };
    }
}
