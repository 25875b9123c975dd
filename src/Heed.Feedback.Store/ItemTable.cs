using System.Security.Cryptography;
using System.Text;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store;

/// <summary>Items: what they are is written once.</summary>
internal static class ItemTable
{
    public const int IdsAQuery = 200;

    private const int RowsAStatement = 50;

    public static ItemRow Row(FeedbackItem item) => new() { Id = item.Id, Kind = item.GetType().Name, PromptId = item.Prompt.Id, Content = FeedbackJson.Write(item) };

    /// <summary>Adds those that are not there, and says so in the log; returns their number.</summary>
    public static int Add(WriteTransaction transaction, IReadOnlyList<ItemRow> rows, string name, DateTimeOffset now)
    {
        var last = Last(transaction);
        var added = new List<ItemRow>();
        foreach (var some in rows.Chunk(IdsAQuery))
        {
            var known = Known(transaction, [.. some.Select(r => r.Id).Distinct()]);
            var fresh = new List<ItemRow>();
            foreach (var row in some)
                if (known.TryAdd(row.Id, row.Content)) fresh.Add(row);
                else if (known[row.Id] != row.Content) throw new EventLogException($"Item {row.Id} is already in {name} with other content.");
            foreach (var batch in fresh.Chunk(RowsAStatement))
                transaction.Execute($"INSERT INTO items (id, kind, prompt_id, content) VALUES {WriteTransaction.Places(batch.Length, 4)}",
                    [.. batch.SelectMany(r => new object?[] { r.Id, r.Kind, r.PromptId, r.Content })]);
            added.AddRange(fresh);
        }
        if (added.Count > 0)
            transaction.Append(new ItemsAdded(Guid.CreateVersion7(now).ToString("N"), now, "items", last + 1, Last(transaction), Digest(added.Select(r => (r.Id, r.Content)))));
        return added.Count;
    }

    /// <summary>SHA-256 over ids and contents in order.</summary>
    public static string Digest(IEnumerable<(string Id, string Content)> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, content) in items) hash.AppendData(Encoding.UTF8.GetBytes($"{id}\n{content}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long Last(WriteTransaction transaction) => transaction.Single("SELECT COALESCE(MAX(sequence), 0) FROM items", r => r.GetInt64(0));

    /// <summary>The content of the items that are there, by id.</summary>
    public static Dictionary<string, string> Known(WriteTransaction transaction, string[] ids) => ids.Length == 0 ? [] : transaction
        .List($"SELECT id, content FROM items WHERE id IN ({string.Join(", ", Enumerable.Range(1, ids.Length).Select(i => $"${i}"))})", r => (Id: r.GetString(0), Content: r.GetString(1)), [.. ids])
        .ToDictionary(r => r.Id, r => r.Content);
}
