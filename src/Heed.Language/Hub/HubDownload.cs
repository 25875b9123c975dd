using System.Security.Cryptography;
using System.Text;
using Heed.Language.Datasets.Folders;
using Heed.Runs;

namespace Heed.Language.Hub;

/// <summary>Which files of a repository are wanted.</summary>
/// <param name="Include">Patterns of paths; none: every file.</param>
/// <param name="Exclude">Patterns of paths that are left out.</param>
/// <param name="Pickles">Whether files that may run code when read are downloaded too.</param>
public sealed record HubSelection(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, bool Pickles = false)
{
    public static readonly HubSelection Everything = new([], []);

    internal bool Wants(HubFile file) => (Include.Count == 0 || Include.Any(p => new PathPattern(p).Fits(file.Path))) && !Exclude.Any(p => new PathPattern(p).Fits(file.Path));
}

/// <param name="Commit">The commit that was downloaded.</param>
/// <param name="Present">Files that lay there already with the right content.</param>
/// <param name="Pickles">Files left out because reading them may run code.</param>
public sealed record HubResult(string Folder, string Repository, string Commit, int Downloaded, int Present, long Bytes, IReadOnlyList<string> Pickles);

/// <summary>
/// Downloads a repository into a folder. A file is written beside its place, checked against the hub's hash and renamed; what an
/// earlier try left unfinished goes on where it ended. A file that lies there with the right content is not asked for.
/// </summary>
public sealed class HubDownload
{
    /// <summary>The folder, within the one downloaded to, of what is not complete.</summary>
    public const string Unfinished = ".unfinished-download";

    private const int Chunk = 1 << 18;

    private readonly HubConnection _hub;
    private readonly HubRepository _repository;
    private readonly string _folder;
    private readonly CancellationToken _cancellation;

    private HubDownload(HubConnection hub, HubRepository repository, string folder, CancellationToken cancellation) =>
        (_hub, _repository, _folder, _cancellation) = (hub, repository, Path.GetFullPath(folder), cancellation);

    /// <exception cref="HubException">The repository cannot be had, or a file's content is not what the hub says it is.</exception>
    public static async Task<HubResult> RunAsync(HubRepository repository, string folder, HubSelection selection, HubOptions options, TimeProvider clock, Progress progress, CancellationToken cancellation = default)
    {
        using var hub = new HubConnection(options.Checked(), clock);
        var listing = await HubListing.Read(hub, repository, cancellation);
        var wanted = listing.Files.Where(selection.Wants).ToList();
        var files = wanted.Where(f => selection.Pickles || !f.IsPickle).ToList();
        if (files.Count == 0) throw new HubException(repository.ToString(), Nothing(listing.Files.Count, wanted.Count));
        return await new HubDownload(hub, repository, folder, cancellation).AllAsync(listing.Commit, files, [.. wanted.Except(files).Select(f => f.Path)], progress);
    }

    private static string Nothing(int all, int wanted) => wanted > 0
        ? $"its {wanted} files are pickles, which run code when they are read; ask for a revision with .safetensors, or allow them (--pickles) where you trust who made them"
        : all == 0 ? "the repository is empty" : $"none of its {all} files is asked for; check --include and --exclude";

    private async Task<HubResult> AllAsync(string commit, List<HubFile> files, IReadOnlyList<string> pickles, Progress progress)
    {
        using var task = progress.Begin(_repository.ToString(), files.Sum(f => f.Size), "bytes");
        var (downloaded, before) = (0, 0L);
        foreach (var file in files)
        {
            var target = Target(file);
            if (!await IsPresent(target, file))
            {
                await FileAsync(commit, file, target, got => task.Report(before + got, file.Path));
                downloaded++;
            }
            task.Report(before += file.Size, file.Path);
        }
        var unfinished = Path.Combine(_folder, Unfinished);
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        return new(_folder, _repository.ToString(), commit, downloaded, files.Count - downloaded, before, pickles);
    }

    /// <summary>Where a file goes. A link on the way could lead elsewhere.</summary>
    private string Target(HubFile file)
    {
        var at = _folder;
        foreach (var part in file.Path.Split('/')[..^1])
        {
            at = Path.Combine(at, part);
            if (new DirectoryInfo(at).LinkTarget is not null) throw new HubException(at, "this folder is a link; files are not written through it: remove it, or download to another folder");
        }
        Directory.CreateDirectory(at);
        var target = Path.Combine(_folder, file.Path);
        return Directory.Exists(target) ? throw new HubException(target, "a folder lies where the file belongs; remove it, or download to another folder") : target;
    }

    private async Task<bool> IsPresent(string target, HubFile file)
    {
        if (!File.Exists(target) || new FileInfo(target).Length != file.Size) return false;
        using var content = new ContentHash(file);
        await using var stream = File.OpenRead(target);
        await content.AddAsync(stream, _cancellation);
        return content.Fits;
    }

    private async Task FileAsync(string commit, HubFile file, string target, Action<long> report)
    {
        Directory.CreateDirectory(Path.Combine(_folder, Unfinished));
        // The name holds the hash of the content, so that a part never goes on as another file's.
        var part = new PartialFile(Path.Combine(_folder, Unfinished, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Path)).AsSpan(0, 8))}-{file.Hash}"));
        var name = $"{_repository} {file.Path}";
        string? wrong = null;
        await _hub.Retrying(name, async () =>
        {
            await RestAsync(name, _hub.Address(_repository.FilePath(commit, file.Path)), file, part, report);
            if (await WrongHash(part, file) is not { } found) return true;
            part.Delete();
            var problem = $"its {(file.Large ? "SHA-256" : "git SHA-1")} is {found}, the hub says {file.Hash}";
            // Once may be chance; twice the same is what the hub has.
            if (wrong == found) throw new HubException(name, $"{problem}; nothing of it is kept. Try later, or another revision");
            wrong = found;
            throw new PassingException(problem);
        }, () => part.Length, _cancellation);
        part.MoveTo(target);
    }

    /// <summary>Gets what is missing of a file.</summary>
    private async Task RestAsync(string name, Uri address, HubFile file, PartialFile part, Action<long> report)
    {
        if (part.Length > file.Size) part.Delete();
        if (part.Length < file.Size || file.Size == 0) await ReceiveAsync(name, address, file, part, report);
        if (part.Length < file.Size) throw new PassingException($"the connection ended after {part.Length} of {file.Size} bytes");
    }

    private async Task<string?> WrongHash(PartialFile part, HubFile file)
    {
        using var content = new ContentHash(file);
        await using var stream = part.Read();
        await content.AddAsync(stream, _cancellation);
        return content.Fits ? null : content.Hash;
    }

    private async Task ReceiveAsync(string name, Uri address, HubFile file, PartialFile part, Action<long> report)
    {
        using var response = await _hub.GetAsync(name, address, part.AskForRest, _cancellation);
        if (!part.Accepts(response))
        {
            part.Delete();
            throw new PassingException("the hub gives another part of the file than was asked for");
        }
        await using var stream = await response.Content.ReadAsStreamAsync(_cancellation);
        await using var output = part.Append(response);
        var chunk = new byte[Chunk];
        for (int read; (read = await _hub.ReadAsync(stream, chunk, _cancellation)) > 0;)
        {
            if (output.Length + read > file.Size) throw new HubException(name, $"the hub sends more than the {file.Size} bytes it says the file has; try again, or another revision");
            OutOfSpace.Guard(part.Path, () => output.Write(chunk, 0, read));
            report(output.Length);
        }
        output.Flush(flushToDisk: true);
    }
}
