using System.Text.Json.Nodes;

namespace Heed.Language.Datasets.Formats;

/// <summary>The columns of a table that holds all of some records.</summary>
internal static class Columns
{
    private const int Most = 1000;

    /// <exception cref="DatasetException">A column would hold unlike things, or there are too many columns.</exception>
    public static IReadOnlyList<Column> Of(string path, IEnumerable<JsonObject> records)
    {
        IReadOnlyList<Column> columns = [];
        var number = 0L;
        foreach (var record in records)
        {
            number++;
            try
            {
                columns = Column.Union(columns, ColumnType.Of(record).Fields!);
            }
            catch (BadRecordException bad)
            {
                throw new DatasetException(path, null, $"record {number}: {bad.Message}. Write .jsonl, or mend the records");
            }
            if (columns.Count > Most) throw new DatasetException(path, null, $"the records have more than {Most} different keys; a table cannot hold them: write .jsonl");
        }
        return columns;
    }
}
