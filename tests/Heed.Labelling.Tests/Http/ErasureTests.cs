using System.Net;
using System.Text;
using Heed.Feedback.Items;
using Heed.Feedback.Store.Keeping;
using Heed.Labelling.Accounts;
using Heed.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Heed.Labelling.Tests.Http;

/// <summary>Forgetting somebody by a command, while the site runs.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task Who_was_erased_is_signed_out_and_cannot_sign_in()
    {
        await using var site = await Site.StartAsync();
        var (person, rater) = await PersonAsync(site);
        await SiteErasure.RunAsync(site.Store, rater, ErasedAnswers.Delete, "asked", TimeProvider.System);
        Assert.StartsWith("/sign-in", (await person.GetAsync("/account")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var again = site.Visit();
        Assert.Equal(HttpStatusCode.Forbidden, (await again.PostFormAsync("/sign-in", new() { ["name"] = person.Name, ["password"] = Visitor.Password })).StatusCode);
        person.Dispose();
    }

    [Fact]
    public async Task Nothing_on_the_disk_names_who_was_erased()
    {
        using var folder = new TemporaryFolder();
        string name, rater;
        await using (var site = await Site.StartAsync(folder: folder))
        {
            (var person, rater) = await PersonAsync(site);
            name = person.Name;
            await SiteErasure.RunAsync(site.Store, rater, ErasedAnswers.Unlink, "asked", TimeProvider.System);
            person.Dispose();
        }
        foreach (var file in Directory.GetFiles(folder.Path))
            Assert.All([name, rater], word => Assert.DoesNotContain(word, Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_audit_log_loses_the_name_and_its_chain_holds()
    {
        await using var site = await Site.StartAsync();
        var (person, rater) = await PersonAsync(site);
        person.Dispose();
        await SiteErasure.RunAsync(site.Store, rater, ErasedAnswers.Delete, "asked", TimeProvider.System);
        await using var scope = site.App.Services.CreateAsyncScope();
        var (database, audit) = (scope.ServiceProvider.GetRequiredService<SiteContext>(), scope.ServiceProvider.GetRequiredService<AuditLog>());
        var entries = await database.Audit.AsNoTracking().ToListAsync();
        Assert.DoesNotContain(entries, e => $"{e.Actor} {e.Subject} {e.Before} {e.After}".Contains(rater, StringComparison.Ordinal));
        Assert.Contains(entries, e => e is { Action: "pause", Subject: "an erased account", Salt: null });
        Assert.Null(await audit.BrokenAtAsync());
        await database.Database.ExecuteSqlRawAsync("UPDATE site_audit SET \"Salt\" = NULL, \"Actor\" = 'somebody else' WHERE \"Sequence\" = 1");
        Assert.Equal(1, await audit.BrokenAtAsync());
    }

    [Fact]
    public async Task A_site_of_an_older_form_is_brought_up_to_date_and_its_audit_log_goes_on()
    {
        using var folder = new TemporaryFolder();
        await using (var site = await Site.StartAsync(folder: folder))
        {
            await using var scope = site.App.Services.CreateAsyncScope();
            var (database, time) = (scope.ServiceProvider.GetRequiredService<SiteContext>(), DateTimeOffset.FromUnixTimeMilliseconds(1000));
            var hash = Identity.Of("", $"1 {time.ToUnixTimeMilliseconds()}", "r-old", "sign-in", "site", "-", "-");
            await database.Database.ExecuteSqlRawAsync("ALTER TABLE site_audit DROP COLUMN \"Salt\"; ALTER TABLE site_audit DROP COLUMN \"Digest\"; ALTER TABLE site_api_keys DROP COLUMN \"Actor\"; DELETE FROM site_migrations WHERE \"MigrationId\" > '0003'; DELETE FROM site_audit");
            await database.Database.ExecuteSqlAsync($"INSERT INTO site_audit (\"Sequence\", \"Time\", \"Actor\", \"Action\", \"Subject\", \"Previous\", \"Hash\") VALUES (1, 1000, 'r-old', 'sign-in', 'site', '', {hash})");
        }
        await using var again = await Site.StartAsync(folder: folder);
        await using var later = again.App.Services.CreateAsyncScope();
        var audit = later.ServiceProvider.GetRequiredService<AuditLog>();
        await audit.WriteAsync("r-new", "sign-in", "site");
        await audit.ForgetAsync(["r-old"], "0 events");
        Assert.Null(await audit.BrokenAtAsync());
        Assert.Equal("an erased account", (await later.ServiceProvider.GetRequiredService<SiteContext>().Audit.AsNoTracking().FirstAsync(e => e.Sequence == 1)).Actor);
    }

    /// <summary>Somebody who answered, was invited, and was paused once by a manager.</summary>
    private static async Task<(Visitor Person, string Rater)> PersonAsync(Site site)
    {
        await site.AddAsync("main", Sample.Pairs(2));
        var person = await site.PersonAsync("main");
        var rater = Assert.Single(await site.Store.Raters.ListAsync()).Id;
        await person.SendAsync(HttpMethod.Post, "/p/main/answers", new { assignment = Visitor.Assignment(await person.PageAsync("/p/main")), key = "k", fields = new Dictionary<string, string[]> { ["choice"] = ["2"] } });
        using var manager = await site.PersonAsync("main", ProjectRole.Manager);
        await manager.PostFormAsync($"/manage/main/raters/{rater}/pause", new() { ["reason"] = "a break" });
        return (person, rater);
    }
}
