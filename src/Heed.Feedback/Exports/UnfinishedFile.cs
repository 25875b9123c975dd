using System.Text;

namespace Heed.Feedback.Exports;

/// <summary>A file that is written line by line beside its place and comes there when it is finished.</summary>
internal sealed class UnfinishedFile : IAsyncDisposable
{
    private readonly string _path, _beside;
    private readonly StreamWriter _writer;
    private bool _finished;

    public UnfinishedFile(string path)
    {
        (_path, _beside) = (path, path + Heed.Runs.AtomicFile.TemporarySuffix);
        _writer = new StreamWriter(new FileStream(_beside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16), new UTF8Encoding(false));
    }

    public void WriteLine(string line)
    {
        _writer.Write(line);
        _writer.Write('\n');
    }

    public void Finish()
    {
        _writer.Flush();
        ((FileStream)_writer.BaseStream).Flush(flushToDisk: true);
        _finished = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        if (_finished) File.Move(_beside, _path, overwrite: true);
        else File.Delete(_beside);
    }
}
