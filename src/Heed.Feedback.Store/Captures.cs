using Heed.Feedback.Assignment;
using Heed.Feedback.Captures;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;

namespace Heed.Feedback.Store;

/// <summary>Who says something about a served response.</summary>
/// <param name="Key">Idempotency key: the same once more changes nothing and returns the first receipt.</param>
/// <param name="User">By pseudonym; null: whose conversation it is.</param>
/// <param name="Own">Only about responses of this user's own conversations; others do not exist. Null: about all of the project.</param>
public sealed record CaptureSource(string Key, string? User = null, string? Own = null)
{
    /// <summary>Who or what says it.</summary>
    public ActorKind Actor { get; init; } = ActorKind.Human;

    /// <summary>False: no model may learn from it, whatever was agreed to when the response was given.</summary>
    public bool TrainOk { get; init; } = true;
}

/// <summary>What became of a capture.</summary>
/// <param name="Rater">Under which pseudonym it is in the record: what an erasure asks for.</param>
public sealed record CaptureReceipt(string EventId, string Rater);

/// <summary>What users of a served model do with its responses: apart from what raters are asked, in the same record.</summary>
public sealed class Captures
{
    private const string Place = Answered.Use;

    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;

    internal Captures(Database database, Writer writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>Notes that a response was given. The same response once more changes nothing.</summary>
    /// <exception cref="QueueException">Another response has the same name.</exception>
    public Task<CaptureReceipt> ServeAsync(string project, ServedResponse response) => _writer.RunAsync(t =>
    {
        var item = response.Item(project);
        if (Served(t, project, response.Id) is { } known)
        {
            if (ItemTable.Known(t, [item.Id])[item.Id] != FeedbackJson.Write(item)) throw new QueueException(QueueProblem.Conflict, $"There is another response {response.Id}: what was given is not changed.");
            return new CaptureReceipt(known.Id, known.Rater!);
        }
        var now = _clock.GetUtcNow();
        ItemTable.Add(t, [ItemTable.Row(item)], _database.Name, now);
        var served = new Served(NewId(now), now, item.Id, response.User, Place, response.Id) { Project = project, Episode = response.Episode, TrainOk = response.TrainOk, Consent = response.Consent };
        t.Append(served);
        return new CaptureReceipt(served.Id, response.User);
    });

    /// <summary>Records what somebody said about a response, or did with it. A second judgement of the same kind by the same user takes the place of the first.</summary>
    /// <exception cref="QueueException">There is no such response, or it does not fit.</exception>
    public Task<CaptureReceipt> TellAsync(string project, Capture said, CaptureSource by) => RecordAsync(project, said, by, revised: null);

    /// <summary>Changes what was said; the earlier word stays in the record and no longer stands.</summary>
    public Task<CaptureReceipt> ReviseAsync(string project, string eventId, Capture said, CaptureSource by) => RecordAsync(project, said, by, eventId);

    /// <summary>Takes back what was said.</summary>
    public Task<CaptureReceipt> WithdrawAsync(string project, string eventId, CaptureSource by) => _writer.RunAsync(t =>
    {
        var earlier = Find(t, project, eventId, by.Own);
        var id = Identity.Of("withdrawn", eventId);
        if (!t.Holds(id)) t.Append(new Withdrawn(id, _clock.GetUtcNow(), earlier.ItemId, earlier.Rater, Place, eventId) { Project = project });
        return new CaptureReceipt(id, earlier.Rater!);
    });

    /// <summary>Records whether models may learn from what a user said, earlier and from now on.</summary>
    public Task<CaptureReceipt> ConsentAsync(string project, string user, string version, bool trainOk) => _writer.RunAsync(t =>
    {
        var now = _clock.GetUtcNow();
        var given = new ConsentGiven(NewId(now), now, user, Place, version, trainOk) { Project = project };
        t.Append(given);
        // Where exports look for those who said no.
        t.Execute("INSERT INTO raters (id, created, consent, train_ok) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET consent = excluded.consent, train_ok = excluded.train_ok", user, now.ToUnixTimeMilliseconds(), version, trainOk ? 1 : 0);
        return new CaptureReceipt(given.Id, user);
    });

    private Task<CaptureReceipt> RecordAsync(string project, Capture said, CaptureSource by, string? revised) => _writer.RunAsync(t =>
    {
        var id = Identity.Of("capture", project, by.Key);
        var earlier = revised is null ? null : Find(t, project, revised, by.Own);
        var served = Responses(t, project, [said.Response, .. said.Rejected], by.Own);
        var rater = earlier?.Rater ?? by.User ?? served[0].Event.Rater!;
        if (t.Holds(id)) return new CaptureReceipt(id, rater);
        var now = _clock.GetUtcNow();
        var meaning = CaptureReading.Read(said, [.. served.Select(s => s.Item)]);
        if (earlier is not null && (earlier.ItemId != meaning.Item.Id || earlier is Answered != meaning.Answer is not null)) throw new QueueException(QueueProblem.Invalid, "A revision says the same kind of thing about the same responses; take the other one back and say it anew.");
        ItemTable.Add(t, [ItemTable.Row(meaning.Item)], _database.Name, now);
        t.Append(meaning.Answer is not { } answer
            ? new ActionSeen(id, now, meaning.Item.Id, rater, Place, said.Name, meaning.Detail) { Project = project }
            : new Answered(id, now, meaning.Item.Id, rater, Place, answer)
            {
                Project = project,
                Actor = by.Actor,
                Consent = served[0].Event.Consent,
                TrainOk = by.TrainOk && served.All(s => s.Event.TrainOk),
                Supersedes = revised ?? StandingAnswers.Of(t.About(project, meaning.Item.Id)).LastOrDefault(a => a.Rater == rater)?.Id,
            });
        return new CaptureReceipt(id, rater);
    });

    private static List<(Served Event, ThumbItem Item)> Responses(WriteTransaction transaction, string project, IReadOnlyList<string> ids, string? own) => [.. ids.Select(id =>
    {
        if (Served(transaction, project, id) is not { } served || (own is not null && served.Rater != own)) throw new QueueException(QueueProblem.NotFound, $"There is no response {id}; note it first by POST /api/v1/responses.");
        return (served, (ThumbItem)FeedbackJson.ReadItem(ItemTable.Known(transaction, [served.ItemId!])[served.ItemId!]));
    })];

    private static Served? Served(WriteTransaction transaction, string project, string response) =>
        transaction.About(project, ServedResponse.ItemId(project, response)).OfType<Served>().FirstOrDefault();

    /// <summary>What was said earlier; of another project or another user it does not exist.</summary>
    private static FeedbackEvent Find(WriteTransaction transaction, string project, string eventId, string? own)
    {
        var content = transaction.Single("SELECT p.content FROM events e JOIN payloads p ON p.sequence = e.sequence WHERE e.id = $1", r => r.GetString(0), eventId);
        return content is not null && FeedbackJson.ReadEvent(content) is { Place: Place } found and (Answered or ActionSeen) && found.Project == project && (own is null || found.Rater == own)
            ? found : throw new QueueException(QueueProblem.NotFound, "There is no such feedback.");
    }

    private static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");
}
