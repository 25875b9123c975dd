using System.Net;
using System.Net.Http.Headers;

namespace Heed.Language.Hub;

/// <summary>
/// Requests to a hub: follows redirects itself, so that the token goes to the hub alone; tells errors that pass from those that stay;
/// says what an answer of the hub means.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HubOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly Uri _endpoint;

    public HubConnection(HubOptions options, TimeProvider clock)
    {
        (_options, _clock, _endpoint) = (options, clock, new Uri(options.Endpoint));
        // Cookies would carry a session to other hosts; packed answers would break lengths and ranges.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = options.Silence }) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("heed", typeof(HubConnection).Assembly.GetName().Version?.ToString(3)));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Does something until it succeeds or has failed too often without any progress. Waits longer every time, or as long as the hub asks.</summary>
    /// <param name="what">For the message.</param>
    /// <param name="progress">A number that grows whenever something was got; failures since it last grew count.</param>
    public async Task<T> Retrying<T>(string what, Func<Task<T>> work, Func<long> progress, CancellationToken cancellation)
    {
        for (int failures = 0; ;)
        {
            var before = progress();
            try
            {
                return await work();
            }
            catch (Exception error) when (Passes(error, cancellation))
            {
                failures = progress() > before ? 1 : failures + 1;
                if (failures >= _options.Attempts) throw new HubException(what, $"{failures} tries failed, the last so: {Reason(error)}. What is complete stays; run the command again to go on", error);
                await Task.Delay(Delay(failures, (error as PassingException)?.RetryAfter), _clock, cancellation);
            }
        }
    }

    /// <summary>The answer to a GET, after redirects; its body is not read yet.</summary>
    /// <exception cref="HubException">The hub refuses for good.</exception>
    /// <exception cref="PassingException">The hub refuses for now.</exception>
    public async Task<HttpResponseMessage> GetAsync(string what, Uri address, Action<HttpRequestMessage>? prepare, CancellationToken cancellation)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            prepare?.Invoke(request);
            if (_options.Token is not null && IsHub(address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token);
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(_options.Silence);
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return Checked(what, response);
            using (response) address = Next(what, address, response.Headers.Location);
        }
        throw new HubException(what, $"more than {MostRedirects} redirects");
    }

    /// <summary>Reads on, giving up after a silence.</summary>
    public async Task<int> ReadAsync(Stream stream, Memory<byte> into, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(_options.Silence);
        return await stream.ReadAsync(into, silence.Token);
    }

    public Uri Address(string path) => new(_options.Endpoint.TrimEnd('/') + path);

    /// <summary>Whether an address is the hub's own: scheme, host and port.</summary>
    public bool IsHub(Uri address) => Uri.Compare(address, _endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static Uri Next(string what, Uri from, Uri? location)
    {
        if (location is null) throw new HubException(what, "a redirect without a target");
        var to = new Uri(from, location);
        return to.Scheme == from.Scheme || to.Scheme == Uri.UriSchemeHttps ? to : throw new HubException(what, $"a redirect from {from.Scheme} to {to.Scheme}, which is not followed");
    }

    private HttpResponseMessage Checked(string what, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
        using (response)
        {
            var status = $"{(int)response.StatusCode} {response.ReasonPhrase}";
            throw (int)response.StatusCode switch
            {
                401 or 403 => new HubException(what, $"the hub refuses access ({status}). {(_options.Token is null ? "Set HF_TOKEN where the repository is private or gated" : "The token in HF_TOKEN may not read it")}; a gated one asks for its terms to be accepted on the hub first; a wrong name looks the same"),
                404 => new HubException(what, $"the hub has no such repository, revision or file ({status}); check the name, and datasets/ before a dataset's"),
                408 or 425 or 429 or >= 500 => new PassingException($"the hub answers {status}", response.Headers.RetryAfter switch { { Delta: { } wait } => wait, { Date: { } date } => date - _clock.GetUtcNow(), _ => null }),
                _ => new HubException(what, $"the hub answers {status}")
            };
        }
    }

    private static bool Passes(Exception error, CancellationToken cancellation) =>
        error is PassingException or HttpRequestException or HttpIOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static string Reason(Exception error) => error is OperationCanceledException ? "the connection brought nothing" : error.Message;

    private TimeSpan Delay(int failures, TimeSpan? asked)
    {
        var own = _options.FirstDelay * Math.Pow(2, failures - 1);
        var wait = asked is { } other && other > own ? other : own;
        return wait < _options.LongestDelay ? wait : _options.LongestDelay;
    }
}
