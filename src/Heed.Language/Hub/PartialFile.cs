using System.Net;
using System.Net.Http.Headers;

namespace Heed.Language.Hub;

/// <summary>A file that is not complete, and beside it the ETag of what it is a part of.</summary>
internal sealed class PartialFile(string path)
{
    private readonly string _tagFile = path + ".etag";

    public string Path { get; } = path;

    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    public FileStream Read() => File.OpenRead(Path);

    /// <summary>Asks for what is missing; if the content is no longer what it was, for all of it (RFC 9110, 13.1.5).</summary>
    public void AskForRest(HttpRequestMessage request)
    {
        if (Length == 0) return;
        request.Headers.Range = new RangeHeaderValue(Length, null);
        if (File.Exists(_tagFile) && EntityTagHeaderValue.TryParse(File.ReadAllText(_tagFile), out var tag) && !tag.IsWeak) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
    }

    /// <summary>Whether the answer begins where this part ends, or is the whole.</summary>
    public bool Accepts(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.PartialContent => response.Content.Headers.ContentRange is { From: { } from, Unit: "bytes" } && from == Length,
        _ => false
    };

    /// <summary>Opens the file to write the answer's body: at its end, or anew where the answer is the whole.</summary>
    public FileStream Append(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK) Delete();
        if (response.Headers.ETag is { IsWeak: false } tag) File.WriteAllText(_tagFile, tag.ToString());
        return new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);
    }

    public void Delete()
    {
        File.Delete(Path);
        File.Delete(_tagFile);
    }

    public void MoveTo(string target)
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(_tagFile);
    }
}
