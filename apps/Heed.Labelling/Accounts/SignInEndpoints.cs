using System.Security.Claims;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Entry;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Heed.Labelling.Accounts;

/// <summary>Signing in and out, the language, the token of a page.</summary>
internal static class SignInEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/sign-in", (string? back, LabellingOptions options) => new Page<SignInPage>(new { Back = Local(back), Provider = options.OpenIdConnect is not null })).AllowAnonymous();
        app.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Entry).DisableAntiforgery();
        app.MapPost("/sign-out", async (SignInManager<Account> session) =>
        {
            await session.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
        app.MapGet("/sign-in/provider", (string? back, SignInManager<Account> session) =>
            Results.Challenge(session.ConfigureExternalAuthenticationProperties(SignIn.Provider, $"/sign-in/returned?back={Uri.EscapeDataString(Local(back))}"), [SignIn.Provider])).AllowAnonymous();
        app.MapGet("/sign-in/returned", ReturnedAsync).AllowAnonymous();
        app.MapPost("/language", (HttpContext context, [FromForm] string language, [FromForm] string? back, TextCatalogue texts) =>
        {
            if (texts.Speaks(language)) context.Response.Cookies.Append(PageTexts.Cookie, language, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true });
            return Results.LocalRedirect(Local(back));
        }).AllowAnonymous().DisableAntiforgery();
        app.MapGet("/session", (HttpContext context, IAntiforgery csrf) => Results.Json(new { csrf = csrf.GetAndStoreTokens(context).RequestToken })).AllowAnonymous();
    }

    private static async Task<IResult> SignInAsync([FromForm] string? name, [FromForm] string? password, [FromForm] string? back,
        SignInManager<Account> session, UserManager<Account> accounts, AuditLog audit, LabellingOptions options)
    {
        var account = await accounts.FindByNameAsync(name ?? "");
        var result = account is null ? SignInResult.Failed : await session.PasswordSignInAsync(account, password ?? "", isPersistent: true, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return new Page<CodePage>(new { Back = Local(back) });
        if (account is not null) await audit.WriteAsync(account.Pseudonym, result.Succeeded ? "sign-in" : result.IsLockedOut ? "sign-in-locked" : "sign-in-failed", "site");
        return result.Succeeded
            ? Results.LocalRedirect(Local(back))
            : new Page<SignInPage>(new { Back = Local(back), Name = name, Problem = result.IsLockedOut ? "sign-in.locked" : "sign-in.failed", Provider = options.OpenIdConnect is not null }, StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> ReturnedAsync(string? back, SignInManager<Account> session, AuditLog audit, LabellingOptions options)
    {
        var login = await session.GetExternalLoginInfoAsync();
        var result = login is null ? SignInResult.Failed : await session.ExternalLoginSignInAsync(login.LoginProvider, login.ProviderKey, isPersistent: true, bypassTwoFactor: true);
        if (!result.Succeeded) return new Page<SignInPage>(new { Back = Local(back), Problem = "sign-in.unknown", Provider = options.OpenIdConnect is not null }, StatusCodes.Status403Forbidden);
        await audit.WriteAsync(session.Context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "provider", "sign-in", "site");
        return Results.LocalRedirect(Local(back));
    }

    /// <summary>An address of this site, never of another.</summary>
    public static string Local(string? back) => back is ['/', ..] && back is not (['/', '/', ..] or ['/', '\\', ..]) && !back.Any(char.IsControl) ? back : "/";
}
