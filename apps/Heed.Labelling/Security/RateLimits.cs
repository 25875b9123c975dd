using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Heed.Labelling.Security;

/// <summary>How often one address may try to get in, one person may send something, one key may call.</summary>
internal static class RateLimits
{
    public const string Entry = "entry";

    private const int EntriesAMinute = 20, WritesASecond = 20, WritesAtOnce = 120;

    public static void Add(IServiceCollection services, LabellingOptions options) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            await Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests. Wait a little, then try again.");
        };
        limits.AddPolicy(Entry, context => RateLimitPartition.GetFixedWindowLimiter($"entry/{context.Connection.RemoteIpAddress}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = EntriesAMinute, Window = TimeSpan.FromMinutes(1) }));
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, options));
    });

    private static RateLimitPartition<string> Partition(HttpContext context, LabellingOptions options)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        // A key is known by itself: whose it is is looked up later, and many programs may share an address.
        if (context.Request.Path.StartsWithSegments("/api"))
            return Bucket($"key/{(context.Request.Headers.Authorization is { Count: > 0 } key ? key.ToString() : address)}", options.RequestsPerSecond, 2 * options.RequestsPerSecond);
        var caller = context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? address;
        return HttpMethods.IsGet(context.Request.Method) ? RateLimitPartition.GetNoLimiter("read") : Bucket($"write/{caller}", WritesASecond, WritesAtOnce);
    }

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int atOnce) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = atOnce,
        TokensPerPeriod = Math.Max(1, perSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        AutoReplenishment = true,
    });
}
