namespace Heed.Language.Hub;

/// <summary>Where a hub is, who asks, and how patiently.</summary>
public sealed record HubOptions
{
    /// <summary>The hub that is asked where nothing else is set.</summary>
    public const string DefaultEndpoint = "https://huggingface.co";

    /// <summary>The hub's address, without a path's end.</summary>
    public string Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>Sent to the hub itself only, never to where it redirects to, and never written anywhere.</summary>
    public string? Token { get; init; }

    /// <summary>Tries of one request or file that bring nothing new before giving up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait before the second try; it doubles with every further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, also where the hub asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection may bring nothing before it is given up.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>HF_ENDPOINT and HF_TOKEN, as the field's other programs read them.</summary>
    public static HubOptions FromEnvironment() => new()
    {
        Endpoint = Environment.GetEnvironmentVariable("HF_ENDPOINT") is { Length: > 0 } endpoint ? endpoint.TrimEnd('/') : DefaultEndpoint,
        Token = Environment.GetEnvironmentVariable("HF_TOKEN") is { Length: > 0 } token ? token.Trim() : null,
    };

    /// <exception cref="HubException">The endpoint is no address, or no try is allowed.</exception>
    internal HubOptions Checked() =>
        !Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") ? throw new HubException(Endpoint, "the hub's address is no http address; set HF_ENDPOINT to one such as https://hub.example")
        : Attempts < 1 ? throw new HubException(Endpoint, "at least one try is needed") : this;

    /// <summary>Without the token: a record would print it.</summary>
    public override string ToString() => $"{Endpoint}, {(Token is null ? "no token" : "with a token")}";
}
