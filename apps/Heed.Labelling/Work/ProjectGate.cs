using System.Security.Claims;
using Heed.Feedback.Store;
using Heed.Labelling.Accounts;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Work;

/// <summary>
/// Stands before every address of a project. To somebody who is not in it, it does not exist; to somebody whose role is too small, it is closed.
/// </summary>
internal sealed class ProjectGate
{
    /// <summary>Lets only those into a group whose role in the project of its address is at least this one. Runs before the body is bound.</summary>
    public static RouteGroupBuilder On(RouteGroupBuilder group, ProjectRole least)
    {
        group.WithMetadata(new ProjectGateRequirement(least));
        return group;
    }

    /// <summary>Checks the requirement of the endpoint that a request is for.</summary>
    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetOrderedMetadata<ProjectGateRequirement>() is not { Count: > 0 } requirements)
        {
            await next(context);
            return;
        }
        var caller = await FindAsync(context);
        if (caller is null) await Problems.WriteAsync(context, StatusCodes.Status404NotFound, "There is nothing here for you.");
        else if (!requirements.All(r => caller.May(r.Least))) await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "Your role in this project does not allow that.");
        else
        {
            caller.AttachTo(context);
            await next(context);
        }
    });

    private static async Task<Caller?> FindAsync(HttpContext context)
    {
        if (context.GetRouteValue("project") is not string name || context.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id) return null;
        var database = context.RequestServices.GetRequiredService<SiteContext>();
        var account = await database.Users.AsNoTracking().Where(u => u.Id == id).Select(u => new { u.Pseudonym, u.IsAdmin }).FirstOrDefaultAsync();
        if (account is null) return null;
        var access = await database.Access.AsNoTracking().FirstOrDefaultAsync(a => a.AccountId == id && a.Project == name);
        if (access is null && !account.IsAdmin) return null;
        var project = await context.RequestServices.GetRequiredService<FeedbackStore>().Projects.FindAsync(name);
        return project is null ? null : new Caller(id, account.Pseudonym, access?.Role ?? ProjectRole.Manager, account.IsAdmin, project, await SiteProject.FindAsync(database, name))
        { Alias = context.RequestServices.GetRequiredService<SecretToken>().Alias(account.Pseudonym) };
    }
}

/// <summary>The least role that an endpoint asks for.</summary>
internal sealed record ProjectGateRequirement(ProjectRole Least);
