using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace Heed.LabellingLoad;

/// <summary>The site as a process of its own, which can be killed.</summary>
internal sealed class SiteProcess(string heed, string database, string project) : IAsyncDisposable
{
    private Process? _process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public int Killed { get; private set; }

    /// <summary>Fills the project and starts the site; returns the raters' keys.</summary>
    public async Task<IReadOnlyList<string>> SeedAsync(string items, int raters, int overlap, CancellationToken cancellation)
    {
        _process = Start("label", "seed", "--items", items, "--raters", $"{raters}", "--overlap", $"{overlap}", "--json", "--database", database, "--project", project, "--port", $"{FreePort()}");
        var line = await _process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("heed label seed printed nothing: " + await _process.StandardError.ReadToEndAsync(cancellation));
        var summary = JsonSerializer.Deserialize<JsonElement>(line);
        Address = new Uri(summary.GetProperty("address").GetString()!);
        Drain(_process);
        return [.. summary.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!)];
    }

    public async Task KillAndRestartAsync(CancellationToken cancellation)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancellation);
        Killed++;
        _process = Start("label", "--database", database, "--project", project, "--port", $"{Address.Port}", "--invitations", "0");
        Drain(_process);
        while (!await AnswersAsync(cancellation)) await Task.Delay(50, cancellation);
    }

    public async Task StopAsync()
    {
        if (_process is null || _process.HasExited) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", heed, .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static void Drain(Process process)
    {
        process.BeginErrorReadLine();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address.Host, Address.Port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
