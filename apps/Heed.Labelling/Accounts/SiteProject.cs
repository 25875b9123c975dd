using System.Text.Json;
using Heed.Labelling.Items;
using Microsoft.EntityFrameworkCore;

namespace Heed.Labelling.Accounts;

/// <summary>What the site knows of a project beside what the record does: what it asks beside the judgement, and what an hour costs.</summary>
public sealed record SiteProject
{
    public QuestionSet Questions { get; init; } = new();

    /// <summary>Pay for an hour of work; 0 where nobody is paid.</summary>
    public double HourlyPay { get; init; }

    public string Currency { get; init; } = "USD";

    public static async Task<SiteProject> FindAsync(SiteContext database, string project, CancellationToken cancellation = default)
    {
        var row = await database.Projects.AsNoTracking().FirstOrDefaultAsync(p => p.Project == project, cancellation);
        return row is null ? new SiteProject() : JsonSerializer.Deserialize<SiteProject>(row.Settings, JsonSerializerOptions.Web)!;
    }

    public async Task SaveAsync(SiteContext database, string project, CancellationToken cancellation = default)
    {
        var settings = JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
        if (await database.Projects.FirstOrDefaultAsync(p => p.Project == project, cancellation) is { } row) row.Settings = settings;
        else database.Projects.Add(new SiteProjectRow { Project = project, Settings = settings });
        await database.SaveChangesAsync(cancellation);
    }
}

/// <summary><see cref="SiteProject"/> as it is kept.</summary>
public sealed class SiteProjectRow
{
    public required string Project { get; init; }
    public required string Settings { get; set; }
}
