using Heed.Feedback.Store;
using Heed.Labelling.Pages;
using Heed.Labelling.Pages.Entry;
using Heed.Labelling.Security;
using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Heed.Labelling.Accounts;

/// <summary>Taking an invitation: with a name and a password, through the identity provider, or by an account that is signed in.</summary>
internal static class InvitationEndpoints
{
    /// <summary>What the person ticked, on the way to the provider and back (sealed by the framework).</summary>
    private const string Consent = "heed-consent", Train = "heed-train";

    public static void Map(WebApplication app)
    {
        var invitation = app.MapGroup("/invitation/{secret}").AllowAnonymous().RequireRateLimiting(RateLimits.Entry);
        invitation.MapGet("", ShowAsync);
        invitation.MapPost("", TakeAsync).DisableAntiforgery();
        invitation.MapPost("/provider", ProviderAsync).DisableAntiforgery();
        invitation.MapGet("/returned", ReturnedAsync);
    }

    private static async Task<IResult> ShowAsync(string secret, Admission admission, FeedbackStore store, PageTexts texts, UserManager<Account> accounts, HttpContext context, LabellingOptions options, CancellationToken cancellation)
    {
        if (await admission.FindAsync(secret, cancellation) is not { } invitation) return Gone(texts);
        if (await accounts.GetUserAsync(context.User) is { } account)
        {
            await admission.GrantAsync(invitation, account, cancellation);
            await store.Raters.JoinAsync(invitation.Project, account.Pseudonym);
            return Results.LocalRedirect(After(invitation));
        }
        return await FormAsync(secret, invitation, store, options, cancellation: cancellation);
    }

    private static async Task<IResult> TakeAsync(string secret, [FromForm] string? name, [FromForm] string? password, [FromForm] string? consent, [FromForm] string? train,
        Admission admission, FeedbackStore store, SignInManager<Account> session, PageTexts texts, LabellingOptions options, CancellationToken cancellation)
    {
        if (await admission.FindAsync(secret, cancellation) is not { } invitation) return Gone(texts);
        if (string.IsNullOrWhiteSpace(name) || consent != options.ConsentVersion) return await FormAsync(secret, invitation, store, options, name, texts["consent.missing"], train == "1", cancellation);
        var (account, problem) = await admission.TakeAsync(invitation, name, password ?? "", null, train == "1", cancellation);
        if (account is null) return await FormAsync(secret, invitation, store, options, name, problem, train == "1", cancellation);
        await session.SignInAsync(account, isPersistent: true);
        return Results.LocalRedirect(After(invitation));
    }

    /// <summary>Goes to the provider, with what was ticked; without consent nobody goes.</summary>
    private static async Task<IResult> ProviderAsync(string secret, [FromForm] string? consent, [FromForm] string? train, Admission admission, FeedbackStore store, SignInManager<Account> session, PageTexts texts, LabellingOptions options, CancellationToken cancellation)
    {
        if (options.OpenIdConnect is null || await admission.FindAsync(secret, cancellation) is not { } invitation) return Gone(texts);
        if (consent != options.ConsentVersion) return await FormAsync(secret, invitation, store, options, null, texts["consent.provider"], train == "1", cancellation);
        var challenge = session.ConfigureExternalAuthenticationProperties(SignIn.Provider, $"/invitation/{secret}/returned");
        (challenge.Items[Consent], challenge.Items[Train]) = (consent, train);
        return Results.Challenge(challenge, [SignIn.Provider]);
    }

    private static async Task<IResult> ReturnedAsync(string secret, Admission admission, FeedbackStore store, SignInManager<Account> session, PageTexts texts, LabellingOptions options, CancellationToken cancellation)
    {
        if (await admission.FindAsync(secret, cancellation) is not { } invitation) return Gone(texts);
        if (await session.GetExternalLoginInfoAsync() is not { } login) return await FormAsync(secret, invitation, store, options, problem: texts["sign-in.failed"], cancellation: cancellation);
        var (consent, train) = (login.AuthenticationProperties?.Items.TryGetValue(Consent, out var agreed) == true ? agreed : null, login.AuthenticationProperties?.Items.TryGetValue(Train, out var ticked) == true && ticked == "1");
        if (consent != options.ConsentVersion) return await FormAsync(secret, invitation, store, options, problem: texts["consent.provider"], train: train, cancellation: cancellation);
        var name = login.Principal.FindFirst("preferred_username")?.Value ?? login.Principal.FindFirst("email")?.Value ?? login.ProviderKey;
        var (account, problem) = await admission.TakeAsync(invitation, name, null, login, train, cancellation);
        if (account is null) return await FormAsync(secret, invitation, store, options, problem: problem, cancellation: cancellation);
        await session.SignInAsync(account, isPersistent: true);
        return Results.LocalRedirect(After(invitation));
    }

    private static async Task<IResult> FormAsync(string secret, Invitation invitation, FeedbackStore store, LabellingOptions options, string? name = null, string? problem = null, bool train = false, CancellationToken cancellation = default)
    {
        var project = await store.Projects.FindAsync(invitation.Project, cancellation);
        return new Page<InvitationPage>(new
        {
            Project = project?.Name ?? invitation.Project,
            Role = invitation.Admin ? "admin" : invitation.Role.ToString().ToLowerInvariant(),
            Consent = options.ConsentVersion,
            Address = $"/invitation/{secret}",
            Name = name,
            Problem = problem,
            Train = train,
            Provider = options.OpenIdConnect is not null,
        }, problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static string After(Invitation invitation) => invitation.Admin ? "/" : $"/p/{invitation.Project}";

    private static Page<MessagePage> Gone(PageTexts texts) => new(new { Title = texts["invitation.gone"], Words = texts["invitation.gone.why"], Link = "/sign-in", LinkWords = texts["sign-in"] }, StatusCodes.Status404NotFound);
}
