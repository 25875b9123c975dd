using System.Net;
using Heed.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;

namespace Heed.Labelling.Security;

/// <summary>Whose word the site takes for who calls and whether by TLS: proxies on this machine, and those that are named.</summary>
internal static class TrustedProxies
{
    /// <exception cref="SiteException">A proxy is neither an address nor a network.</exception>
    public static void Configure(ForwardedHeadersOptions forwarded, LabellingOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Through any number of proxies, as long as each of them is one that is trusted.
        if (options.TrustedProxies.Count > 0) forwarded.ForwardLimit = null;
        foreach (var proxy in options.TrustedProxies)
            if (IPAddress.TryParse(proxy, out var address)) forwarded.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(proxy, out var network)) forwarded.KnownIPNetworks.Add(network);
            else throw new SiteException(ExitCode.Usage, $"--trusted-proxy must be an IP address such as 10.0.0.7 or a network such as 10.0.0.0/8, found '{proxy}'.");
    }

    /// <summary>Pages of a site in production set cookies for TLS alone: a request that came without it is told why it cannot be answered.</summary>
    public static void Use(WebApplication app, LabellingOptions options)
    {
        if (options.PublicAddress is not null || options.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        if (!options.Production) return;
        app.Use((context, next) => context.Request.IsHttps || NeedsNoCookie(context.Request.Path) ? next(context)
            : Problems.PlainAsync(context, StatusCodes.Status400BadRequest, $"The site runs with --production and shows pages by https alone; this request came to it as http from {context.Connection.RemoteIpAddress}. Where a proxy ends TLS before it, the proxy must send 'X-Forwarded-Proto: https', the site be told --public-address, and, where the proxy is another machine, --trusted-proxy with its address."));
    }

    private static bool NeedsNoCookie(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/assets");
}
