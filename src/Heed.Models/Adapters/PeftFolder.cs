using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;
using Heed.Runs;

namespace Heed.Models.Adapters;

/// <summary>An adapter's folder as Hugging Face's PEFT has it: adapter_config.json and adapter_model.safetensors.</summary>
public static class PeftFolder
{
    private const string ConfigFile = "adapter_config.json", WeightsFile = "adapter_model.safetensors";

    /// <summary>Whether a folder holds an adapter.</summary>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, ConfigFile));

    /// <summary>The name or path of the model that an adapter is for, where it says.</summary>
    public static string? BaseName(string folder) => (string?)ReadConfig(folder)["base_model_name_or_path"];

    /// <summary>Whether an adapter is that of a reward model, and has a scalar head.</summary>
    public static bool IsOfRewardModel(string folder) => (string?)ReadConfig(folder)["task_type"] == "SEQ_CLS";

    /// <summary>Reads an adapter for a model.</summary>
    /// <exception cref="CheckpointException">Something is missing, too much, or of another shape; the message names it.</exception>
    /// <exception cref="UnsupportedModelException">The adapter is of a kind that Heed does not implement.</exception>
    public static Adapter Load(string folder, Decoder model)
    {
        var config = PeftConfig.Read(ReadConfig(folder), Path.Combine(folder, ConfigFile));
        var path = Path.Combine(folder, WeightsFile);
        if (!File.Exists(path) && File.Exists(Path.Combine(folder, "adapter_model.bin"))) throw Pickles.Refused(Path.Combine(folder, "adapter_model.bin"));
        using var file = new SafetensorsReader(path);
        var tables = new PeftTables(file, model);
        config = config with { SavedModules = [.. config.SavedModules, .. tables.Replaced.Where(m => !config.Saves(m))] };
        var adapter = Adapter.Empty(model.Plan, model.Weights, config);
        try
        {
            Fill(adapter, file, tables);
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    /// <summary>Writes an adapter; the config comes last.</summary>
    /// <param name="baseName">The model that it is for, by name or path.</param>
    public static void Save(string folder, Adapter adapter, Decoder model, string? baseName)
    {
        Directory.CreateDirectory(folder);
        var own = adapter.Layout.Parameters.Where(p => p.Trained)
            .Select(p => (p.Parameter.Name, p.Parameter.FileShape, (SafetensorsWriter.Elements)(() => p.Parameter.ToFile(adapter.Weights[p.Parameter]))));
        var tables = PeftTables.Of(model).Where(t => HasBaseBeside(t, adapter)).Select(p => (PeftTables.BaseLayer(p), p.FileShape, (SafetensorsWriter.Elements)(() => p.ToFile(model.Weights[p]))));
        SafetensorsWriter.Write(Path.Combine(folder, WeightsFile), own.Concat(tables));
        var json = PeftConfig.Write(adapter.Config, baseName, model.Config.Family == DecoderFamily.Gpt2, model.Config.ScoreHead);
        HuggingFaceFolder.WriteObject(Path.Combine(folder, ConfigFile), json);
    }

    private static void Fill(Adapter adapter, SafetensorsReader file, PeftTables tables)
    {
        var used = new HashSet<string>();
        foreach (var (parameter, _, trained) in adapter.Layout.Parameters)
        {
            if (!trained) continue;
            var name = NameIn(file, parameter.Name) ?? throw new CheckpointException($"{file.Path} lacks the tensor '{parameter.Name}' that its {ConfigFile} asks for.");
            Expect(file, name, parameter.FileShape);
            if (!tables.Copy(name, adapter.Weights[parameter])) file.Read(name, adapter.Weights[parameter]);
            parameter.FromFile(adapter.Weights[parameter]);
            used.Add(name);
        }
        foreach (var (name, shape, isBase) in tables.Found.Where(t => used.Add(t.Name)))
        {
            Expect(file, name, shape);
            if (!isBase) throw new CheckpointException($"{file.Path}: '{name}' is not the one of the model it is loaded into. Load it with the base it was trained on.");
        }
        if (file.Entries.Keys.Except(used).Order(StringComparer.Ordinal).FirstOrDefault() is { } other)
            throw new CheckpointException($"{file.Path} holds '{other}', which an adapter of its {ConfigFile} does not have.");
    }

    /// <summary>The name itself, or one that another version of PEFT gives it.</summary>
    private static string? NameIn(SafetensorsReader file, string name) =>
        new[] { name, name.Replace(".base_layer.bias", ".bias", StringComparison.Ordinal), $"{name}.weight" }.FirstOrDefault(file.Entries.ContainsKey);

    private static void Expect(SafetensorsReader file, string name, long[] shape)
    {
        var found = file.Entries[name].Shape;
        if (!found.SequenceEqual(shape))
            throw new CheckpointException($"{file.Path}: tensor '{name}' has the shape [{string.Join(", ", found)}]; model and {ConfigFile} ask for [{string.Join(", ", shape)}].");
    }

    /// <summary>PEFT writes the base's table beside the change of one with these names.</summary>
    private static bool HasBaseBeside(Parameter table, Adapter adapter)
    {
        var module = table.Name[..^".weight".Length];
        return module.Split('.')[^1] is "embed_tokens" or "lm_head" && adapter.Layout.IsAdapted(module);
    }

    private static JsonObject ReadConfig(string folder)
    {
        var path = Path.Combine(folder, ConfigFile);
        return File.Exists(path) ? HuggingFaceFolder.ReadObject(path) : throw new CheckpointException($"{folder} is no adapter: expected {ConfigFile} and {WeightsFile} in it.");
    }
}
