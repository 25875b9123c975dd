using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Heed.Feedback.Store.Writing;

/// <summary>
/// A statement about one row, and the same about many: each <c>$k</c> becomes a column of what the server unfolds from arrays. A group of answers is then a handful of statements, however many
/// answers it holds; parsing, binding and sending hundreds of small ones took PostgreSQL and the writer most of their time.
/// </summary>
internal sealed partial class ManyRows
{
    private static readonly ConcurrentDictionary<string, ManyRows> Known = [];

    private readonly int[] _key;

    private ManyRows(string sql)
    {
        Sql = sql;
        var columns = Parameter().Matches(sql).Select(m => int.Parse(m.Groups[1].Value)).DefaultIfEmpty().Max();
        var names = string.Join(", ", Enumerable.Range(1, columns).Select(k => $"a{k}"));
        var rows = $"unnest({string.Join(", ", Enumerable.Range(1, columns).Select(k => $"${k}"))}) WITH ORDINALITY AS given({names}, n)";
        var text = Parameter().Replace(sql, "given.a$1");
        var where = sql.IndexOf(" WHERE ", StringComparison.Ordinal);
        _key = where < 0 ? [] : [.. Parameter().Matches(sql[where..]).Select(m => int.Parse(m.Groups[1].Value) - 1).Distinct()];
        (Table, All) = Statement().Match(sql) is { Success: true } verb ? (verb.Groups[2].Value, verb.Groups[1].Value switch
        {
            "INSERT INTO" => Values().Replace(text, m => $"SELECT {m.Groups[1].Value} FROM {rows}"),
            "UPDATE" => text.Replace(" WHERE ", $" FROM {rows} WHERE ", StringComparison.Ordinal),
            _ => text.Replace(" WHERE ", $" USING {rows} WHERE ", StringComparison.Ordinal),
        }) : ("", $"SELECT x.*, given.n FROM {rows} CROSS JOIN LATERAL ({text}) x");
    }

    /// <summary>For one row.</summary>
    public string Sql { get; }

    /// <summary>For many: parameters are arrays, one a column. Of a query, the last column says for which row, from 1.</summary>
    public string All { get; }

    /// <summary>The table that is written to; empty for a query.</summary>
    public string Table { get; }

    /// <summary>Which row a statement with such values is about; null where it adds one. Two changes of one row must not be in one statement: the server would make one of them.</summary>
    public string? Key(object?[] values) => _key.Length == 0 ? null : string.Join('\u001f', _key.Select(k => values[k]));

    public static ManyRows Of(string sql) => Known.GetOrAdd(sql, static text => new ManyRows(text));

    /// <summary>The values of rows, column by column.</summary>
    public static IEnumerable<Array> Columns(IReadOnlyList<object?[]> rows)
    {
        for (var k = 0; k < rows[0].Length; k++)
        {
            var type = rows.Select(r => r[k]?.GetType()).FirstOrDefault(t => t is not null) ?? typeof(string);
            var column = Array.CreateInstance(type, rows.Count);
            for (var i = 0; i < rows.Count; i++) column.SetValue(rows[i][k], i);
            yield return column;
        }
    }

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(INSERT INTO|UPDATE|DELETE FROM) (\w+)")]
    private static partial Regex Statement();

    [GeneratedRegex(@"VALUES \((.*)\)$")]
    private static partial Regex Values();
}
