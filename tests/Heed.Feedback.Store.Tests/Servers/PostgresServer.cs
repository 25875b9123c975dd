using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Heed.Feedback.Store.Tests.Servers;

/// <summary>A real PostgreSQL server, started once by build/postgres.sh; it ends with this process.</summary>
internal sealed class PostgresServer(string settings) : TestServer
{
    /// <summary>A busy machine is slow, and no test is about it.</summary>
    private const string Patient = "Command Timeout=300&Timeout=60";

    /// <summary>What build/postgres.sh ends with where no server is installed.</summary>
    private const int Missing = 3;

    private readonly Lazy<(string? Address, string Problem)> _server = new(() => Start(settings));
    private int _count;

    public override TestDatabase NewDatabase()
    {
        var (address, problem) = _server.Value;
        if (address is null) Assert.Skip($"PostgreSQL: {problem}");
        var name = $"test{Interlocked.Increment(ref _count)}";
        Execute(address, $"CREATE DATABASE {name}");
        return new TestDatabase($"{address}/{name}?{Patient}", () => Drop(address, name));
    }

    private static void Drop(string address, string name)
    {
        try
        {
            Execute(address, $"DROP DATABASE {name} WITH (FORCE)");
        }
        catch (NpgsqlException)
        {
            // It goes with the server.
        }
    }

    private static (string?, string) Start(string settings)
    {
        var script = Find("build/postgres.sh");
        if (script is null) return (null, "build/postgres.sh is not above the tests");
        var (code, error) = (0, "");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            // Another program may take the port between; a folder that a killed run left behind is nobody's business.
            var (folder, port) = (Path.Combine(Path.GetTempPath(), $"heed-postgres-{Environment.ProcessId}-{Guid.NewGuid():N}"), FreePort());
            (code, error) = Run(script, "start", folder, $"{port}", $"{Environment.ProcessId}", settings);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Run(script, "stop", folder);
            if (code == 0) return ($"postgres://heed@127.0.0.1:{port}", "");
            if (code == Missing) break;
        }
        return (null, error.Trim());
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
        using var connection = new NpgsqlConnection($"Host={uri.Host};Port={uri.Port};Username=heed;Database=postgres;Pooling=false;Timeout=60;Command Timeout=300");
        connection.Open();
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }
}
