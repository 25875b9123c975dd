using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Heed.Feedback.Store.Tests.Servers;

/// <summary>A real PostgreSQL server, started once by build/postgres.sh; it ends with this process.</summary>
internal sealed class PostgresServer : TestServer
{
    private readonly Lazy<(string? Address, string Problem)> _server = new(Start);
    private int _count;

    public override TestDatabase NewDatabase()
    {
        var (address, problem) = _server.Value;
        if (address is null) Assert.Skip($"PostgreSQL: {problem}");
        var name = $"test{Interlocked.Increment(ref _count)}";
        Execute(address, $"CREATE DATABASE {name}");
        return new TestDatabase($"{address}/{name}", () => Execute(address, $"DROP DATABASE {name} WITH (FORCE)"));
    }

    private static (string?, string) Start()
    {
        var script = Find("build/postgres.sh");
        if (script is null) return (null, "build/postgres.sh is not above the tests");
        var folder = Path.Combine(Path.GetTempPath(), $"heed-postgres-{Environment.ProcessId}");
        var port = FreePort();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run(script, "stop", folder);
        var (code, error) = Run(script, "start", folder, $"{port}", $"{Environment.ProcessId}");
        return code == 0 ? ($"postgres://heed@127.0.0.1:{port}", "") : (null, error.Trim());
    }

    private static (int Code, string Error) Run(params string[] command)
    {
        // Its output goes nowhere: the server would keep a pipe open.
        var errors = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" >/dev/null 2>\"$0\"", errors, .. command]))!;
        process.WaitForExit();
        var text = File.ReadAllText(errors);
        File.Delete(errors);
        return (process.ExitCode, text);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, path) is var file && File.Exists(file)) return file;
        return null;
    }

    private static void Execute(string address, string statement)
    {
        var uri = new Uri(address);
        using var connection = new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username=heed;Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }
}
