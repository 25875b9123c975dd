using System.Text;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Entry;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Heed.Labelling.Accounts;

/// <summary>Setting another password under a link that an administrator made: once, for a day. All sessions end; a second step stays.</summary>
internal static class PasswordEndpoints
{
    public static void Map(WebApplication app)
    {
        var password = app.MapGroup("/password/{account}/{token}").AllowAnonymous().RequireRateLimiting(RateLimits.Entry);
        password.MapGet("", () => new Page<PasswordPage>());
        password.MapPost("", SetAsync).DisableAntiforgery();
    }

    private static async Task<IResult> SetAsync(string account, string token, [FromForm] string? password, UserManager<Account> accounts, AuditLog audit, PageTexts texts)
    {
        if (await accounts.FindByIdAsync(account) is not { } found) return Gone(texts);
        var changed = await accounts.ResetPasswordAsync(found, Plain(token), password ?? "");
        if (changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken))) return Gone(texts);
        if (!changed.Succeeded) return new Page<PasswordPage>(new { Problem = string.Join(" ", changed.Errors.Select(e => e.Description)) }, StatusCodes.Status422UnprocessableEntity);
        await audit.WriteAsync(found.Pseudonym, "reset-password", "site");
        return Results.LocalRedirect("/sign-in");
    }

    private static string Plain(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static Page<MessagePage> Gone(PageTexts texts) => new(new { Title = texts["invitation.gone"], Words = texts["password.gone"], Link = "/sign-in", LinkWords = texts["sign-in"] }, StatusCodes.Status404NotFound);
}
