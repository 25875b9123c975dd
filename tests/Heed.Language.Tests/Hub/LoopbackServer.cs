using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Heed.Language.Tests.Hub;

internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers);

/// <param name="CutAfter">Bytes of the body after which the connection breaks; null: none.</param>
internal sealed record LoopbackReply(int Status, byte[] Body, int? CutAfter = null, params (string Name, string Value)[] Headers);

/// <summary>An HTTP server on the loopback interface that does what a test says, broken connections included.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<LoopbackRequest, LoopbackReply> _answer;

    public LoopbackServer(Func<LoopbackRequest, LoopbackReply> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Every request so far.</summary>
    public ConcurrentQueue<LoopbackRequest> Requests { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await Answer(client.GetStream());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return; // disposed
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync() is not { } first) return;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } line) headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            var request = new LoopbackRequest(first.Split(' ')[1], headers);
            Requests.Enqueue(request);
            var reply = _answer(request);
            var head = new StringBuilder($"HTTP/1.1 {reply.Status} Said\r\nConnection: close\r\nContent-Length: {reply.Body.Length}\r\n");
            foreach (var (name, value) in reply.Headers) head.Append($"{name}: {value}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
            await stream.WriteAsync(reply.Body.AsMemory(0, reply.CutAfter ?? reply.Body.Length));
        }
        catch (IOException)
        {
            return; // the client went away
        }
    }
}
