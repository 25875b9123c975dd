using System.Net;
using Heed.Runs;

namespace Heed.Labelling.Security;

/// <summary>Neither in production nor where other machines come in may anything rest on a secret that everybody knows.</summary>
internal static class StartupSecrets
{
    /// <summary>The secret of a site that nobody but its maker uses.</summary>
    public const string Development = "only-for-development";

    private const int Shortest = 32;

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
        { Development, "secret", "changeme", "change-me", "password", "postgres", "heed", "admin", "test", "example" };

    /// <exception cref="SiteException">The site may not start with these options.</exception>
    public static void Check(LabellingOptions options)
    {
        if (options.Secret == Development && !options.Production && !IsOwnMachine(options.Host))
            throw new SiteException(ExitCode.Usage, $"--host {options.Host} lets other machines in, and the site's secret is still the one that everybody knows: whoever has a copy of the database could make keys and cookies. Set HEED_SECRET, for instance to the output of: openssl rand -base64 48. Or listen to this machine alone: --host 127.0.0.1");
        if (!options.Production) return;
        if (options.Secret.Length < Shortest || Known.Contains(options.Secret) || options.Secret.Distinct().Count() < 8)
            throw new SiteException(ExitCode.Usage, $"In production the site's secret must be at least {Shortest} characters that nobody can guess; found {(options.Secret == Development ? "the default" : "a short or well-known one")}. Set HEED_SECRET, for instance to the output of: openssl rand -base64 48");
        if (DatabasePassword(options.Database) is { } password && (password.Length < 8 || Known.Contains(password)))
            throw new SiteException(ExitCode.Usage, "In production the database's password must not be a default or shorter than 8 characters. Change it in PostgreSQL and in --database.");
        if (options.OpenIdConnect is { ClientSecret: { } secret } && (secret.Length < 8 || Known.Contains(secret)))
            throw new SiteException(ExitCode.Usage, "In production the OpenID Connect client's secret must not be a default. Set HEED_OIDC_SECRET to the one your provider gave.");
    }

    private static bool IsOwnMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? DatabasePassword(string database) =>
        Uri.TryCreate(database, UriKind.Absolute, out var address) && address.Scheme is "postgres" or "postgresql"
            ? Uri.UnescapeDataString(address!.UserInfo.Split(':', 2) is [_, var password] ? password : "") : null;
}
