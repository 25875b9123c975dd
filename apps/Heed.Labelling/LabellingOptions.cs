using Heed.Labelling.Security;

namespace Heed.Labelling;

/// <summary>What a labelling site is started with.</summary>
public sealed record LabellingOptions
{
    /// <summary>The record: a SQLite file, or postgres://user:password@host/database.</summary>
    public required string Database { get; init; }

    /// <summary>Address that the server binds; the machine itself unless told otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Port that the server binds; 0 takes a free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>How people reach the site, where that differs from the bound address (behind a proxy that ends TLS): https://label.example.org.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Proxies on other machines whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses, or networks such as 10.0.0.0/8. Those on this machine always are.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Holds the site to what a site in use must have: secrets of its own, cookies over TLS only.</summary>
    public bool Production { get; init; }

    /// <summary>Keys the hashes of API keys and invitations.</summary>
    public string Secret { get; init; } = StartupSecrets.Development;

    /// <summary>Sign-in through an identity provider; null offers local accounts only.</summary>
    public OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>A model that drafts demonstrations; null offers no drafts but those the items bring.</summary>
    public DraftModel? Drafts { get; init; }

    /// <summary>Requests a second that one API key may make for long.</summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>The consent text that people see when they take an invitation, by version.</summary>
    public string ConsentVersion { get; init; } = "1";

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the log goes; secrets never do.</summary>
    public TextWriter Log { get; init; } = TextWriter.Null;
}

/// <summary>An OpenID Connect provider. Only people who hold an invitation get an account; later the provider alone lets them in.</summary>
/// <param name="Authority">Address of the provider.</param>
/// <param name="ClientId">The site's name there.</param>
/// <param name="ClientSecret">The site's secret there.</param>
public sealed record OpenIdConnectSettings(string Authority, string ClientId, string? ClientSecret);

/// <summary>A model behind an OpenAI-compatible endpoint.</summary>
/// <param name="Address">Base address, such as http://127.0.0.1:8000/v1.</param>
/// <param name="Model">Name of the model there.</param>
/// <param name="Key">Bearer key; null where none is asked.</param>
public sealed record DraftModel(string Address, string Model, string? Key);
