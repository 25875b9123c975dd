using System.Text.Json;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;
using Heed.Feedback.Store.Databases;
using Heed.Feedback.Store.Writing;
using Heed.Runs;
using Microsoft.EntityFrameworkCore;

namespace Heed.Feedback.Store;

/// <summary>The projects of a database and their guidelines.</summary>
public sealed class Projects
{
    private readonly Database _database;
    private readonly Writer _writer;
    private readonly TimeProvider _clock;

    internal Projects(Database database, Writer writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>Makes a project, or gives one its new settings.</summary>
    /// <exception cref="RecipeException">The settings are wrong.</exception>
    public Task SaveAsync(FeedbackProject project)
    {
        if (project.Problems().ToArray() is { Length: > 0 } problems) throw new RecipeException($"project {project.Id}", problems);
        var settings = JsonSerializer.Serialize(project, FeedbackJson.Options);
        return _writer.RunAsync(t => t.Execute("INSERT INTO projects (id, created, settings) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
            project.Id, Now(), settings));
    }

    /// <summary>A project, or null where there is none of that id.</summary>
    public async Task<FeedbackProject?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await ListAsync(cancellation)).FirstOrDefault(p => p.Id == id);

    /// <summary>All projects, the oldest first.</summary>
    public Task<IReadOnlyList<FeedbackProject>> ListAsync(CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<FeedbackProject>>(async () =>
    {
        await using var context = _database.Context();
        var settings = await context.Projects.AsNoTracking().OrderBy(p => p.Created).ThenBy(p => p.Id).Select(p => p.Settings).ToListAsync(cancellation);
        return [.. settings.Select(Read)];
    });

    /// <summary>Puts a new version of the guidelines into force; returns its number. Raters must read it before their next item.</summary>
    /// <param name="text">Markdown.</param>
    /// <param name="by">Who publishes.</param>
    public Task<int> PublishAsync(string project, string text, string by) => _writer.RunAsync(t =>
    {
        var version = 1 + t.Single("SELECT COALESCE(MAX(version), 0) FROM guidelines WHERE project = $1", r => r.GetInt32(0), project);
        t.Execute("INSERT INTO guidelines (project, version, time, text) VALUES ($1, $2, $3, $4)", project, version, Now(), text);
        t.Append(new GuidelinesPublished(NewId(), _clock.GetUtcNow(), "queue", version, text, by) { Project = project });
        return version;
    });

    /// <summary>Every version of a project's guidelines, the newest first.</summary>
    public Task<IReadOnlyList<Guidelines>> GuidelinesAsync(string project, CancellationToken cancellation = default) => _database.GuardAsync<IReadOnlyList<Guidelines>>(async () =>
    {
        await using var context = _database.Context();
        var rows = await context.Guidelines.AsNoTracking().Where(g => g.Project == project).OrderByDescending(g => g.Version).ToListAsync(cancellation);
        return [.. rows.Select(g => new Guidelines(project, g.Version, g.Text, DateTimeOffset.FromUnixTimeMilliseconds(g.Time)))];
    });

    internal static FeedbackProject Read(string settings) =>
        JsonSerializer.Deserialize<FeedbackProject>(settings, FeedbackJson.Options) ?? throw new EventLogException("A project without settings.");

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private string NewId() => Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N");
}
