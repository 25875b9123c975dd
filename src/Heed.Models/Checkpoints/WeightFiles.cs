using System.Text.Json.Nodes;
using Heed.Models.Architecture;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>The weights of a folder, in one file or in parts that an index names.</summary>
internal sealed class WeightFiles : IDisposable
{
    private static readonly string[] Buffers = ["rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias"];

    private readonly Dictionary<string, SafetensorsReader> _files = [];
    private readonly Dictionary<string, SafetensorsReader> _tensors = [];
    private readonly string _folder;

    private WeightFiles(string folder) => _folder = folder;

    public static WeightFiles Open(string folder)
    {
        var opened = new WeightFiles(folder);
        try
        {
            var index = Path.Combine(folder, "model.safetensors.index.json");
            if (System.IO.File.Exists(index) && !System.IO.File.Exists(Path.Combine(folder, "model.safetensors"))) opened.AddIndexed(index);
            else if (PickleIn(folder) is { } pickle) throw Pickles.Refused(pickle);
            else opened.AddAll("model.safetensors");
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The file and the name there of every parameter. Refuses a folder that lacks one, holds others, or has other shapes.</summary>
    public List<(Parameter Parameter, SafetensorsReader File, string Name)> Match(DecoderPlan plan)
    {
        var found = new List<(Parameter, SafetensorsReader, string)>();
        foreach (var parameter in plan.Parameters)
        {
            var name = NameOf(parameter.Name)
                ?? throw new CheckpointException($"{_folder} lacks the tensor '{parameter.Name}' that its config.json asks for.");
            var shape = _tensors[name].Entries[name].Shape;
            if (!shape.SequenceEqual(parameter.FileShape))
                throw new CheckpointException($"{_folder}: tensor '{name}' has the shape [{string.Join(", ", shape)}]; config.json asks for [{string.Join(", ", parameter.FileShape)}].");
            found.Add((parameter, _tensors[name], name));
        }
        RefuseOthers(plan, found.Select(f => f.Item3));
        return found;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }

    /// <summary>The name itself, the usual one of a head, or the one that a trunk saved alone has (without the model's prefix).</summary>
    private string? NameOf(string name) => _tensors.ContainsKey(name) ? name
        : name == "embed_out.weight" && _tensors.ContainsKey("lm_head.weight") ? "lm_head.weight"
        : name.IndexOf('.') is > 0 and var dot && _tensors.ContainsKey(name[(dot + 1)..]) ? name[(dot + 1)..] : null;

    private void RefuseOthers(DecoderPlan plan, IEnumerable<string> used)
    {
        var others = _tensors.Keys.Except(used).Where(n => !IsBuffer(n) && !IsScale(n) && !(plan.Config.TieEmbeddings && (n == "lm_head.weight" || n == $"{plan.Config.Form.Head}.weight"))).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            throw new CheckpointException($"{_folder} holds {others.Count} tensor(s) that a model of its config.json does not have, '{others[0]}' first.");
    }

    private bool IsScale(string name) => name.EndsWith("_scale", StringComparison.Ordinal) && _tensors.TryGetValue(name[..^"_scale".Length], out var file)
        && file.Entries[name[..^"_scale".Length]].Type == "I8";

    /// <summary>Tables that old versions saved beside the weights: rotary frequencies, and causal masks of GPT-2 (attn) and GPT-NeoX (attention).</summary>
    private static bool IsBuffer(string name) => Buffers.Any(b => name.EndsWith(b, StringComparison.Ordinal));

    /// <summary>A folder that holds weights as pickles alone.</summary>
    private static string? PickleIn(string folder) => System.IO.File.Exists(Path.Combine(folder, WeightShards.Single)) || !Directory.Exists(folder) ? null
        : Directory.EnumerateFiles(folder).FirstOrDefault(f => Path.GetFileName(f) is var name && (name.StartsWith("pytorch_model", StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal)
            || name.EndsWith(".pt", StringComparison.Ordinal) || name.EndsWith(".pth", StringComparison.Ordinal)));

    private void AddIndexed(string index)
    {
        if (HuggingFaceFolder.ReadObject(index)["weight_map"] is not JsonObject map) throw new CheckpointException($"{index} has no weight_map.");
        foreach (var (name, file) in map)
        {
            var part = (string?)file ?? "";
            if (part.Length == 0 || Path.GetFileName(part) != part) throw new CheckpointException($"{index} names '{part}' as the file of '{name}'; expected a file of the same folder.");
            var reader = File(part);
            if (!reader.Entries.ContainsKey(name)) throw new CheckpointException($"{index} says that '{name}' is in {part}, which does not hold it.");
            _tensors[name] = reader;
        }
    }

    private void AddAll(string part)
    {
        var reader = File(part);
        foreach (var name in reader.Entries.Keys) _tensors[name] = reader;
    }

    private SafetensorsReader File(string part) => _files.TryGetValue(part, out var known) ? known
        : _files[part] = new SafetensorsReader(Path.Combine(_folder, part));
}
