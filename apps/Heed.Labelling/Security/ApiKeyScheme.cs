using System.Security.Claims;
using System.Text.Encodings.Web;
using Heed.Labelling.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Heed.Labelling.Security;

/// <summary>Who calls the API: the account behind "Authorization: Bearer heed_…", found by the key's hash.</summary>
internal sealed class ApiKeyScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SecretToken tokens, KnownKeys known)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey", Project = "project", Scope = "scope", Pseudonym = "pseudonym", Actor = "actor";

    private const string Beginning = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Beginning, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var principal = await known.FindAsync(tokens.Hash(header[Beginning.Length..].Trim()), FindAsync);
        return principal is null ? AuthenticateResult.Fail("no such key") : AuthenticateResult.Success(new AuthenticationTicket(principal, Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "Expected 'Authorization: Bearer' with an API key that is in force.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.WriteAsync(Context, StatusCodes.Status403Forbidden, "This key may not do that.");

    private async Task<ClaimsPrincipal?> FindAsync(string hash)
    {
        var database = Context.RequestServices.GetRequiredService<SiteContext>();
        var found = await (from key in database.ApiKeys
                           join account in database.Users on key.AccountId equals account.Id
                           where key.Hash == hash && key.Revoked == null
                           select new { key.Project, key.Scopes, key.Actor, account.Id, account.Pseudonym }).AsNoTracking().FirstOrDefaultAsync();
        if (found is null) return null;
        Claim[] claims = [new(ClaimTypes.NameIdentifier, found.Id), new(Pseudonym, found.Pseudonym), new(Project, found.Project), new(Actor, found.Actor.ToString()), .. found.Scopes.Split(' ').Select(s => new Claim(Scope, s))];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Name));
    }
}
