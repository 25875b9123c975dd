using Heed.Testing;

namespace Heed.Feedback.Store.Tests.Servers;

/// <summary>A file a database.</summary>
internal sealed class SqliteServer : TestServer
{
    public override TestDatabase NewDatabase()
    {
        var folder = new TemporaryFolder();
        return new TestDatabase(folder.File("feedback.db"), folder.Dispose);
    }
}
