using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Heed.Labelling.Tests.Http;

/// <summary>An OpenID Connect provider that knows one person and asks nothing.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "k" };
    private readonly WebApplication _app;
    private string _nonce = "";

    private FakeProvider()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        });
        _app.MapGet("/keys", () => new { keys = new[] { Public() } });
        _app.MapGet("/authorize", (string redirect_uri, string state, string nonce) =>
        {
            _nonce = nonce;
            return Results.Redirect($"{redirect_uri}?code=code&state={Uri.EscapeDataString(state)}");
        });
        _app.MapPost("/token", () => Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 60, id_token = Token() }));
    }

    public string Address => _app.Urls.First();

    public static async Task<FakeProvider> StartAsync()
    {
        var provider = new FakeProvider();
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = "heed",
        Expires = DateTime.UtcNow.AddMinutes(5),
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        Claims = new Dictionary<string, object> { ["sub"] = "person-1", ["preferred_username"] = "ann", ["nonce"] = _nonce },
    });

    private object Public()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = "k" });
        return new { kty = key.Kty, kid = key.Kid, n = key.N, e = key.E, use = "sig", alg = "RS256" };
    }
}
