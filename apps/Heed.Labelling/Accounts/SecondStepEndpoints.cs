using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Accounts;
using Heed.Labelling.Pages.Entry;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Heed.Labelling.Accounts;

/// <summary>A second step at signing in: six digits that an app on the telephone makes from a shared key and the time (RFC 6238), or one of ten codes on paper.</summary>
internal static class SecondStepEndpoints
{
    private const int Codes = 10, Digits = 6;

    public static void Map(WebApplication app)
    {
        app.MapPost("/sign-in/code", EnterAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Entry).DisableAntiforgery();
        app.MapPost("/account/second-step", StartAsync);
        app.MapPost("/account/second-step/confirm", ConfirmAsync).DisableAntiforgery();
        app.MapPost("/account/second-step/off", EndAsync).DisableAntiforgery();
    }

    private static async Task<IResult> EnterAsync([FromForm] string? code, [FromForm] string? back, SignInManager<Account> session, AuditLog audit)
    {
        if (await session.GetTwoFactorAuthenticationUserAsync() is not { } account) return Results.LocalRedirect("/sign-in");
        var given = Plain(code);
        var result = given.Length == Digits ? await session.TwoFactorAuthenticatorSignInAsync(given, isPersistent: true, rememberClient: false) : await session.TwoFactorRecoveryCodeSignInAsync(given);
        await audit.WriteAsync(account.Pseudonym, result.Succeeded ? "sign-in" : result.IsLockedOut ? "sign-in-locked" : "sign-in-failed", "site");
        return result.Succeeded ? Results.LocalRedirect(SignInEndpoints.Local(back))
            : new Page<CodePage>(new { Back = SignInEndpoints.Local(back), Problem = result.IsLockedOut ? "sign-in.locked" : "code.failed" }, StatusCodes.Status403Forbidden);
    }

    /// <summary>A new key; nothing is asked for until a code made from it has come back.</summary>
    private static async Task<IResult> StartAsync(HttpContext context, UserManager<Account> accounts, SignInManager<Account> session)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        if (account.TwoFactorEnabled) return Results.LocalRedirect("/account");
        await accounts.ResetAuthenticatorKeyAsync(account);
        await session.RefreshSignInAsync(account);
        return new Page<SecondStepPage>(new { Key = await accounts.GetAuthenticatorKeyAsync(account), Name = account.UserName });
    }

    private static async Task<IResult> ConfirmAsync([FromForm] string? code, HttpContext context, UserManager<Account> accounts, SignInManager<Account> session, AuditLog audit)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        if (account.TwoFactorEnabled || await accounts.GetAuthenticatorKeyAsync(account) is not { } key) return Results.LocalRedirect("/account");
        if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, Plain(code)))
            return new Page<SecondStepPage>(new { Key = key, Name = account.UserName, Failed = true }, StatusCodes.Status403Forbidden);
        await accounts.SetTwoFactorEnabledAsync(account, true);
        var codes = await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, Codes);
        await session.RefreshSignInAsync(account);
        await audit.WriteAsync(account.Pseudonym, "second-step-on", "site");
        return new Page<SecondStepPage>(new { Codes = (IReadOnlyList<string>)[.. codes!] });
    }

    private static async Task<IResult> EndAsync([FromForm] string? password, HttpContext context, UserManager<Account> accounts, SignInManager<Account> session, AuditLog audit, PageTexts texts)
    {
        var account = (await accounts.GetUserAsync(context.User))!;
        if (!(await session.CheckPasswordSignInAsync(account, password ?? "", lockoutOnFailure: true)).Succeeded)
            return new Page<MessagePage>(new { Title = texts["second-step"], Words = texts["second-step.wrong"] }, StatusCodes.Status403Forbidden);
        await accounts.SetTwoFactorEnabledAsync(account, false);
        await accounts.ResetAuthenticatorKeyAsync(account);
        await session.RefreshSignInAsync(account);
        await audit.WriteAsync(account.Pseudonym, "second-step-off", "site");
        return Results.LocalRedirect("/account");
    }

    private static string Plain(string? code) => (code ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();
}
