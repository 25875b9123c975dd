using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Training;

namespace Heed.Models.Adapters;

/// <summary>Whole embeddings and heads that stand in an adapter's file: the base's own, beside its change, or another, where tokens were added. Each is read once.</summary>
internal sealed class PeftTables
{
    private readonly Decoder _model;
    private readonly List<Table> _tables;

    public PeftTables(SafetensorsReader file, Decoder model)
    {
        _model = model;
        _tables = [.. from parameter in Of(model)
                      from name in new[] { Plain(parameter), BaseLayer(parameter) }
                      where file.Entries.ContainsKey(name)
                      select Read(file, name, parameter)];
    }

    /// <summary>What there is, by name, with the shape it must have and whether it is the base's.</summary>
    public IEnumerable<(string Name, long[] Shape, bool IsBase)> Found => _tables.Select(t => (t.Name, t.Parameter.FileShape, t.Other is null));

    /// <summary>Modules whose table is not the base's.</summary>
    public IEnumerable<string> Replaced => _tables.Where(t => t.Other is not null && t.Name == Plain(t.Parameter)).Select(t => t.Parameter.Name[..^".weight".Length]);

    /// <summary>The embedding, and the head by its own name.</summary>
    public static IEnumerable<Parameter> Of(Decoder model) => model.Plan.HeadMatrix is { } head ? [model.Plan.Parameters[0], head] : [model.Plan.Parameters[0]];

    public static string BaseLayer(Parameter table) => Plain(table).Replace(".weight", ".base_layer.weight", StringComparison.Ordinal);

    /// <summary>Writes a table of this name and length, where there is one.</summary>
    public bool Copy(string name, Span<float> into)
    {
        if (_tables.Find(t => t.Name == name) is not { } table || table.Parameter.Length != into.Length) return false;
        (table.Other ?? _model.Weights[table.Parameter]).CopyTo(into);
        return true;
    }

    private Table Read(SafetensorsReader file, string name, Parameter parameter)
    {
        var values = file.Read(name);
        return new Table(name, parameter, values.AsSpan().SequenceEqual(_model.Weights[parameter]) ? null : values);
    }

    private static string Plain(Parameter table) => $"base_model.model.{table.Name}";

    /// <param name="Other">Its numbers; null where they are the base's.</param>
    private sealed record Table(string Name, Parameter Parameter, float[]? Other);
}
