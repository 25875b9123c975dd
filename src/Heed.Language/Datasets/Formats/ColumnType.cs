using System.Text.Json;
using System.Text.Json.Nodes;
using Heed.Language.Datasets.Shapes;

namespace Heed.Language.Datasets.Formats;

/// <summary>What a column holds. Nothing: only nulls were seen.</summary>
internal enum ColumnKind { Nothing, Truth, Whole, Number, Text, List, Record }

/// <summary>The type of a column, found out from what it holds.</summary>
/// <param name="Element">Of lists.</param>
/// <param name="Fields">Of records, in the order they were first seen in.</param>
internal sealed record ColumnType(ColumnKind Kind, ColumnType? Element = null, IReadOnlyList<Column>? Fields = null)
{
    public static readonly ColumnType Nothing = new(ColumnKind.Nothing);

    public static ColumnType Of(JsonNode? node) => node switch
    {
        null => Nothing,
        JsonArray list => new(ColumnKind.List, list.Select(Of).Aggregate(Nothing, (a, b) => a.With(b, "an element"))),
        JsonObject record => new(ColumnKind.Record, Fields: [.. record.Select(p => new Column(p.Key, Of(p.Value)))]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => new(ColumnKind.Truth),
            JsonValueKind.Number => new(RecordNumber.Whole(node) is null ? ColumnKind.Number : ColumnKind.Whole),
            _ => new(ColumnKind.Text)
        }
    };

    /// <summary>The type that holds both.</summary>
    /// <exception cref="BadRecordException">There is none.</exception>
    public ColumnType With(ColumnType other, string name)
    {
        if (Kind == ColumnKind.Nothing) return other;
        if (other.Kind == ColumnKind.Nothing) return this;
        return (Kind, other.Kind) switch
        {
            (ColumnKind.List, ColumnKind.List) => this with { Element = Element!.With(other.Element!, name) },
            (ColumnKind.Record, ColumnKind.Record) => this with { Fields = Column.Union(Fields!, other.Fields!) },
            var (a, b) when a == b => this,
            (ColumnKind.Whole, ColumnKind.Number) or (ColumnKind.Number, ColumnKind.Whole) => new(ColumnKind.Number),
            var (a, b) => throw new BadRecordException($"'{name}' holds {Plural(a)} and {Plural(b)}; a column of a table holds one of them")
        };
    }

    private static string Plural(ColumnKind kind) => kind.ToString().ToLowerInvariant() + (kind == ColumnKind.Whole ? " numbers" : "s");
}

/// <summary>A column: its name and what it holds.</summary>
internal sealed record Column(string Name, ColumnType Type)
{
    public static IReadOnlyList<Column> Union(IReadOnlyList<Column> first, IReadOnlyList<Column> second)
    {
        if (first.SequenceEqual(second)) return first;
        var all = first.ToList();
        foreach (var column in second)
        {
            var at = all.FindIndex(c => c.Name == column.Name);
            if (at < 0) all.Add(column);
            else all[at] = column with { Type = all[at].Type.With(column.Type, column.Name) };
        }
        return all;
    }
}
