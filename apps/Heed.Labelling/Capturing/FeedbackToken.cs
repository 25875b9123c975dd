using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Labelling.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Heed.Labelling.Capturing;

/// <summary>
/// Lets somebody who used a model say something about one response without a key: the header X-Feedback-Token, made when the response was noted, signed by the
/// site, good for some weeks and for that user's own feedback alone.
/// </summary>
internal sealed class FeedbackToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SecretToken secrets, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "FeedbackToken", Header = "X-Feedback-Token";

    private const string ResponseClaim = "response", UserClaim = "user";

    private static readonly TimeSpan Valid = TimeSpan.FromDays(30);

    public static (string Token, DateTimeOffset Expires) Make(SecretToken secrets, string project, string response, string user, DateTimeOffset now)
    {
        var expires = now + Valid;
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content(project, response, user, expires.ToUnixTimeSeconds())));
        return ($"{content}.{Sign(secrets, content)}", DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()));
    }

    /// <summary>The user whom a token speaks for; null of a key, which speaks for all.</summary>
    public static string? UserOf(ClaimsPrincipal principal) => principal.FindFirstValue(UserClaim);

    /// <summary>The response of a token; null of a key.</summary>
    public static string? ResponseOf(ClaimsPrincipal principal) => principal.FindFirstValue(ResponseClaim);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } token) return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(Read(token) is { } content && content.Expires > clock.GetUtcNow().ToUnixTimeSeconds()
            ? AuthenticateResult.Success(new AuthenticationTicket(Principal(content), Name)) : AuthenticateResult.Fail("no such token"));
    }

    // The scheme of keys says what was expected.
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Task.CompletedTask;

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Task.CompletedTask;

    private static ClaimsPrincipal Principal(Content content) => new(new ClaimsIdentity(
    [
        new(ApiKeyScheme.Project, content.Project), new(ApiKeyScheme.Pseudonym, content.User), new(ApiKeyScheme.Actor, nameof(ActorKind.Human)),
        new(ApiKeyScheme.Scope, CaptureEndpoints.Scope), new(UserClaim, content.User), new(ResponseClaim, content.Response),
    ], Name));

    private Content? Read(string token)
    {
        if (token.Split('.') is not [var content, var signature]) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secrets, content)), Encoding.ASCII.GetBytes(signature))) return null;
        return JsonSerializer.Deserialize<Content>(Base64Url.DecodeFromChars(content));
    }

    private static string Sign(SecretToken secrets, string content) => secrets.Hash($"feedback token/{content}");

    private sealed record Content(string Project, string Response, string User, long Expires);
}
