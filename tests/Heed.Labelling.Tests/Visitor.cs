using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Heed.Labelling.Tests;

/// <summary>Somebody with cookies, who sends forms and what the scripts of a page send.</summary>
internal sealed partial class Visitor : IDisposable
{
    public const string Password = "long enough 42";

    private string? _csrf;

    public Visitor(string address)
    {
        Handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        Client = new HttpClient(Handler) { BaseAddress = new Uri(address) };
        Client.DefaultRequestHeaders.Add("Accept", "text/html,*/*");
    }

    public HttpClientHandler Handler { get; }
    public HttpClient Client { get; }
    public string Name { get; set; } = "";

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path);

    public async Task<string> PageAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Xunit.Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return text;
    }

    /// <summary>Posts a form with the token of a page.</summary>
    public Task<HttpResponseMessage> PostFormAsync(string path, Dictionary<string, string> fields) => PostPairsAsync(path, fields);

    /// <summary>Posts a form in which names may come several times.</summary>
    public async Task<HttpResponseMessage> PostPairsAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var response = await Client.PostAsync(path, new FormUrlEncodedContent([.. fields, KeyValuePair.Create("csrf", await TokenAsync())]));
        _csrf = null; // whoever signed in needs a token of the account's own
        return response;
    }

    /// <summary>Sends JSON as the scripts do.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-CSRF-Token", await TokenAsync());
        return await Client.SendAsync(request);
    }

    /// <summary>The name of the lease in a page or a piece of one.</summary>
    public static string Assignment(string html) => AssignmentPattern().Match(html) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException("There is no item in:\n" + html);

    public void Dispose()
    {
        Client.Dispose();
        Handler.Dispose();
    }

    private async Task<string> TokenAsync() => _csrf ??= TokenPattern().Match(await Client.GetStringAsync("/session")).Groups[1].Value;

    [GeneratedRegex("data-assignment=\"([^\"]+)\"")]
    private static partial Regex AssignmentPattern();

    [GeneratedRegex("\"csrf\":\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
