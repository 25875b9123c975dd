using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Security;

/// <summary>
/// Whatever changes something with a cookie must come from a page of ours: by the browser's own word (Origin), and by a token that only our
/// pages hold. The API takes no cookies and needs neither.
/// </summary>
internal static class CsrfGuard
{
    public const string Header = "X-CSRF-Token", Field = "csrf", Expired = "X-CSRF-Expired";

    public static void Use(WebApplication app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }
        if (!SameOrigin(request, context.RequestServices.GetRequiredService<LabellingOptions>().PublicAddress))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "This request came from another site.");
            return;
        }
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            context.Response.Headers[Expired] = "1";
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, "The page is too old, or the request did not come from it. Load the page again.");
            return;
        }
        await next(context);
    });

    private static bool SameOrigin(HttpRequest request, string? publicAddress)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return false;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (from.Authority == request.Host.Value || (Uri.TryCreate(publicAddress, UriKind.Absolute, out var known) && from.Authority == known.Authority));
    }
}
