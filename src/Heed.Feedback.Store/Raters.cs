using System.Security.Cryptography;
using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>The raters of a database, by pseudonym.</summary>
public sealed class Raters
{
    private const string PseudonymLetters = "abcdefghijkmnpqrstuvwxyz23456789", Place = "raters";

    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;

    internal Raters(Database database, Writer writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>Adds a rater; returns the pseudonym.</summary>
    /// <param name="pseudonym">One's own; null: one that says nothing about the person.</param>
    public Task<string> AddAsync(string? pseudonym = null)
    {
        var id = pseudonym ?? "r-" + RandomNumberGenerator.GetString(PseudonymLetters, 10);
        return _writer.RunAsync(t =>
        {
            if (t.Execute("INSERT INTO raters (id, created, train_ok) VALUES ($1, $2, 1) ON CONFLICT (id) DO NOTHING", id, Now()) == 0)
                throw new QueueException(QueueProblem.Conflict, $"There is a rater {id} already.");
            return id;
        });
    }

    /// <summary>A rater, or null.</summary>
    public async Task<Rater?> FindAsync(string rater, CancellationToken cancellation = default) => (await RatersAsync(rater, cancellation)).SingleOrDefault();

    /// <summary>All raters, the oldest first.</summary>
    public Task<IReadOnlyList<Rater>> ListAsync(CancellationToken cancellation = default) => RatersAsync(null, cancellation);

    /// <summary>Lets a rater work in a project.</summary>
    public Task JoinAsync(string project, string rater) => _writer.RunAsync(t =>
        t.Execute("INSERT INTO memberships (project, rater, acknowledged, opt_outs, cohorts) VALUES ($1, $2, 0, '[]', '') ON CONFLICT (project, rater) DO NOTHING", project, rater));

    /// <summary>Takes a rater out of a project; the answers stay.</summary>
    public Task LeaveAsync(string project, string rater) => _writer.RunAsync(t => t.Execute("DELETE FROM memberships WHERE project = $1 AND rater = $2", project, rater));

    /// <summary>Who works in a project, or (null) in all; or where one rater works.</summary>
    public Task<IReadOnlyList<Membership>> MembershipsAsync(string? project = null, string? rater = null, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<Membership>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await context.Memberships.AsNoTracking().Where(m => (project == null || m.Project == project) && (rater == null || m.Rater == rater)).ToListAsync(cancellation);
        return [.. rows.Select(m => new Membership(m.Project, m.Rater, m.Acknowledged, JsonSerializer.Deserialize<string[]>(m.OptOuts)!) { Cohorts = Cohort.Read(m.Cohorts), PausedFor = m.PausedFor, Consent = m.Consent })];
    });

    /// <summary>Records that a rater read a version of the guidelines.</summary>
    /// <exception cref="QueueException">There is no such version yet.</exception>
    public Task AcknowledgeAsync(string project, string rater, int version) => _writer.RunAsync(t =>
    {
        var latest = t.Single("SELECT COALESCE(MAX(version), 0) FROM guidelines WHERE project = $1", r => r.GetInt32(0), project);
        if (version < 0 || version > latest) throw new QueueException(QueueProblem.Invalid, $"The version must be one of the guidelines' in force, at most {latest}; found {version}.");
        if (t.Execute("UPDATE memberships SET acknowledged = $1 WHERE project = $2 AND rater = $3 AND acknowledged < $1", version, project, rater) > 0)
            t.Append(new GuidelinesAcknowledged(NewId(), _clock.GetUtcNow(), rater, Place, version) { Project = project });
        return version;
    });

    /// <summary>Sets the warnings whose items a rater does not want.</summary>
    public Task OptOutAsync(string project, string rater, IReadOnlyList<string> warnings)
    {
        var json = JsonSerializer.Serialize(warnings);
        return _writer.RunAsync(t => t.Execute("UPDATE memberships SET opt_outs = $1 WHERE project = $2 AND rater = $3", json, project, rater));
    }

    /// <summary>Sets the cohorts that a rater is in: who alone gets the items meant for them.</summary>
    public Task JoinCohortsAsync(string project, string rater, IReadOnlyList<string> cohorts)
    {
        if (cohorts.FirstOrDefault(c => !Cohort.IsName(c)) is { } wrong) throw new QueueException(QueueProblem.Invalid, $"A cohort is called by letters, digits and '-', found '{wrong}'.");
        return _writer.RunAsync(t => t.Execute("UPDATE memberships SET cohorts = $1 WHERE project = $2 AND rater = $3", Cohort.Write(cohorts), project, rater));
    }

    /// <summary>Records what a rater agreed to in a project; every later answer carries it.</summary>
    /// <param name="trainOk">Whether models may learn from the answers, also from the earlier ones; a change holds, and is recorded, wherever the rater works.</param>
    public Task ConsentAsync(string project, string rater, string version, bool trainOk) => _writer.RunAsync(t =>
    {
        var before = Agreed(t, rater);
        t.Execute("UPDATE memberships SET consent = $1 WHERE project = $2 AND rater = $3", version, project, rater);
        t.Execute("UPDATE raters SET consent = COALESCE(consent, $1), train_ok = $2 WHERE id = $3", version, trainOk ? 1 : 0, rater);
        t.Append(new ConsentGiven(NewId(), _clock.GetUtcNow(), rater, Place, version, trainOk) { Project = project });
        return before.TrainOk == trainOk ? 0 : Tell(t, rater, before.Version, trainOk, project);
    });

    /// <summary>Records whether models may learn from a rater's answers from now on, wherever the rater works.</summary>
    public Task TrainingAsync(string rater, bool trainOk) => _writer.RunAsync(t =>
    {
        var before = Agreed(t, rater);
        if (before.TrainOk == trainOk) return 0;
        t.Execute("UPDATE raters SET train_ok = $1 WHERE id = $2", trainOk ? 1 : 0, rater);
        return Tell(t, rater, before.Version, trainOk, told: null);
    });

    /// <summary>Gives a rater no more items of a project.</summary>
    /// <param name="reason">What the rater reads.</param>
    /// <param name="by">Who decided.</param>
    public Task PauseAsync(string project, string rater, string reason, string by) => _writer.RunAsync(t =>
    {
        Known(t.Execute("UPDATE memberships SET paused_for = $1 WHERE project = $2 AND rater = $3", reason, project, rater), project, rater);
        return t.Append(new RaterPaused(NewId(), _clock.GetUtcNow(), rater, Place, reason, by) { Project = project });
    });

    /// <summary>Gives a rater who was paused in a project items of it again.</summary>
    public Task ResumeAsync(string project, string rater, string by) => _writer.RunAsync(t =>
    {
        Known(t.Execute("UPDATE memberships SET paused_for = NULL WHERE project = $1 AND rater = $2", project, rater), project, rater);
        return t.Append(new RaterResumed(NewId(), _clock.GetUtcNow(), rater, Place, by) { Project = project });
    });

    /// <summary>Records what a paused rater says to it; returns the event.</summary>
    public Task<string> AppealAsync(string project, string rater, string text) => _writer.RunAsync(t =>
    {
        if (string.IsNullOrWhiteSpace(text)) throw new QueueException(QueueProblem.Invalid, "An appeal needs words.");
        if (!t.Single("SELECT 1 FROM memberships WHERE project = $1 AND rater = $2 AND paused_for IS NOT NULL", _ => true, project, rater))
            throw new QueueException(QueueProblem.Conflict, "There is nothing to appeal against: you are not paused in this project.");
        var appeal = new RaterAppealed(NewId(), _clock.GetUtcNow(), rater, Place, text.Trim()) { Project = project };
        t.Append(appeal);
        return appeal.Id;
    });

    /// <summary>Answers the appeal of a rater who is paused in a project, and reads it under the reason from now on.</summary>
    /// <param name="by">Who answers.</param>
    public Task AnswerAppealAsync(string project, string rater, string text, string by) => _writer.RunAsync(t =>
    {
        if (t.Execute("UPDATE memberships SET paused_for = paused_for || $1 WHERE project = $2 AND rater = $3 AND paused_for IS NOT NULL", "\n" + text, project, rater) == 0)
            throw new QueueException(QueueProblem.NotFound, $"There is no rater {rater} who is paused in {project}.");
        return t.Append(new AppealAnswered(NewId(), _clock.GetUtcNow(), rater, Place, text, by) { Project = project });
    });

    /// <summary>Everything the record holds of a rater, oldest first.</summary>
    public Task<IReadOnlyList<FeedbackEvent>> OwnAsync(string rater, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<FeedbackEvent>>(async () =>
    {
        await using var context = _database.Context();
        var contents = await context.Payloads.AsNoTracking().Where(p => p.Rater == rater).OrderBy(p => p.Sequence).Select(p => p.Content).ToListAsync(cancellation);
        return [.. contents.Select(FeedbackJson.ReadEvent)];
    });

    private Task<IReadOnlyList<Rater>> RatersAsync(string? rater, CancellationToken cancellation) => _database.GuardAsync<IReadOnlyList<Rater>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await context.Raters.AsNoTracking().Where(r => rater == null || r.Id == rater).OrderBy(r => r.Created).ThenBy(r => r.Id).ToListAsync(cancellation);
        return [.. rows.Select(r => new Rater(r.Id, DateTimeOffset.FromUnixTimeMilliseconds(r.Created), r.Consent, r.TrainOk != 0))];
    });

    private static void Known(int rows, string project, string rater)
    {
        if (rows == 0) throw new QueueException(QueueProblem.NotFound, $"There is no rater {rater} in {project}.");
    }

    private static (string Version, bool TrainOk) Agreed(WriteTransaction transaction, string rater) =>
        transaction.List("SELECT consent, train_ok FROM raters WHERE id = $1", r => (r.IsDBNull(0) ? "" : r.GetString(0), r.GetInt32(1) != 0), rater) is [var agreed]
            ? agreed : throw new QueueException(QueueProblem.NotFound, $"There is no rater {rater}.");

    /// <summary>Says it in the record of each project that the rater works in, where it is not told yet; returns in how many.</summary>
    /// <param name="version">Where the rater agreed to no text of the project.</param>
    private int Tell(WriteTransaction transaction, string rater, string version, bool trainOk, string? told)
    {
        var projects = transaction.List("SELECT project, consent FROM memberships WHERE rater = $1 ORDER BY project", r => (Id: r.GetString(0), Version: r.IsDBNull(1) ? version : r.GetString(1)), rater).Where(p => p.Id != told).ToArray();
        foreach (var project in projects) transaction.Append(new ConsentGiven(NewId(), _clock.GetUtcNow(), rater, Place, project.Version, trainOk) { Project = project.Id });
        return projects.Length;
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private string NewId() => Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N");
}
