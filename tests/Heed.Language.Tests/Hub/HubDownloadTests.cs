using System.Text;
using CsCheck;
using Heed.Language.Hub;
using Heed.Runs;
using Xunit;

namespace Heed.Language.Tests.Hub;

public sealed class HubDownloadTests : IDisposable
{
    private const string Secret = "hf_secretsecretsecret";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeHub _hub = new();
    private readonly byte[] _weights = [.. Enumerable.Range(0, 700_000).Select(i => (byte)(i * 7919 >> 4))];

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_repository_comes_whole_with_its_folders_over_all_pages()
    {
        _hub.With("config.json", "{}").With("data/train é.jsonl", "x").With("model.safetensors", _weights, large: true).With("empty.txt", "");
        var result = await Get();
        Assert.Equal((4, 0, FakeHub.Commit), (result.Downloaded, result.Present, result.Commit));
        Assert.Equal("x", File.ReadAllText(At("data/train é.jsonl")));
        Assert.Equal(_weights, File.ReadAllBytes(At("model.safetensors")));
        Assert.Equal(["config.json", "data", "empty.txt", "model.safetensors"], Names());
    }

    [Fact]
    public async Task What_lies_there_with_the_right_content_is_not_asked_for_and_what_changed_is()
    {
        _hub.With("a.json", "same").With("b.json", "new!").With("w.safetensors", _weights, large: true);
        await Get();
        File.WriteAllText(At("b.json"), "old?");
        var result = await Get();
        Assert.Equal((1, 2), (result.Downloaded, result.Present));
        Assert.Equal("new!", File.ReadAllText(At("b.json")));
        Assert.Equal(1, _hub.Asked("/w.safetensors"));
    }

    [Fact]
    public async Task A_connection_that_breaks_goes_on_where_it_ended()
    {
        _hub.With("w.safetensors", _weights, large: true);
        var cuts = 0;
        _hub.Before = r => r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal) && cuts++ < 6 ? _hub.Content(r, "w.safetensors", cutAfter: 100_000) : null;
        await Get(); // six cuts, though five tries are allowed: each brought something
        Assert.Equal(_weights, File.ReadAllBytes(At("w.safetensors")));
        var ranges = _hub.Server.Requests.Where(r => r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal)).Select(r => r.Headers.GetValueOrDefault("Range")).ToList();
        Assert.Null(ranges[0]);
        Assert.Equal("bytes=600000-", ranges[^1]);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_gone_on_with_and_a_changed_content_is_begun_anew()
    {
        _hub.With("w.safetensors", _weights, large: true);
        _hub.Before = r => r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal) ? r.Headers.ContainsKey("Range") ? new(503, []) : _hub.Content(r, "w.safetensors", cutAfter: 300_000) : null;
        await Assert.ThrowsAsync<HubException>(() => Get());
        Assert.Equal([HubDownload.Unfinished], Names());
        _hub.Before = null;
        await Get();
        Assert.Equal("bytes=300000-", _hub.Server.Requests.Last().Headers["Range"]);
        Assert.Equal($"\"{_hub.Hash("w.safetensors")}\"", _hub.Server.Requests.Last().Headers["If-Range"]);
        Assert.Equal(_weights, File.ReadAllBytes(At("w.safetensors")));
        Assert.Equal(["w.safetensors"], Names());
    }

    [Fact]
    public async Task A_hub_that_gives_another_range_than_asked_for_is_asked_for_the_whole()
    {
        _hub.With("w.safetensors", _weights, large: true);
        var count = 0;
        _hub.Before = r => !r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal) ? null : count++ switch
        {
            0 => _hub.Content(r, "w.safetensors", cutAfter: 300_000),
            1 => new(206, _weights[..10], null, ("Content-Range", "bytes 0-9/700000")),
            2 => new(200, _weights, 200_000),
            3 => new(416, []),
            _ => null
        };
        await Get();
        Assert.Equal(_weights, File.ReadAllBytes(At("w.safetensors")));
    }

    [Fact]
    public async Task Wrong_content_is_refused_and_nothing_of_it_stays()
    {
        _hub.With("a.json", "right").With("w.safetensors", _weights, large: true);
        _hub.Before = r => r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal) ? new(200, new byte[_weights.Length]) : null;
        var error = await Assert.ThrowsAsync<HubException>(() => Get());
        Assert.Contains("w.safetensors: its SHA-256 is", error.Message);
        Assert.Equal(2, _hub.Asked("/w.safetensors"));
        Assert.Empty(Directory.EnumerateFiles(At(HubDownload.Unfinished)));
        Assert.False(File.Exists(At("w.safetensors")));
        _hub.Before = r => r.Path.EndsWith("/a.json", StringComparison.Ordinal) ? new(200, "wrong"u8.ToArray()) : null;
        File.Delete(At("a.json"));
        Assert.Contains("a.json: its git SHA-1 is", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
    }

    [Fact]
    public async Task More_bytes_than_the_file_has_are_not_written()
    {
        _hub.With("a.json", "1234");
        _hub.Before = r => r.Path.EndsWith("/a.json", StringComparison.Ordinal) ? new(200, new byte[5_000_000]) : null;
        Assert.Contains("more than the 4 bytes", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
    }

    [Theory]
    [InlineData(401, "HF_TOKEN may not read it")]
    [InlineData(403, "the hub refuses access")]
    [InlineData(404, "no such repository, revision or file")]
    public async Task A_refusal_for_good_is_not_tried_again(int status, string reason)
    {
        _hub.Before = _ => new(status, []);
        var error = await Assert.ThrowsAsync<HubException>(() => Get());
        Assert.Contains(reason, error.Message);
        Assert.Contains("hf://o/n", error.Message);
        Assert.Single(_hub.Server.Requests);
        Assert.DoesNotContain(Secret, error.ToString());
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_and_given_up_after_a_few_tries()
    {
        _hub.With("a.json", "x");
        var count = 0;
        _hub.Before = _ => count++ < 3 ? new(count == 2 ? 503 : 429, [], null, ("Retry-After", "0")) : null;
        Assert.Equal(1, (await Get()).Downloaded);
        _hub.Before = _ => new(429, []);
        Assert.Contains("5 tries failed, the last so: the hub answers 429", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
    }

    [Fact]
    public async Task The_hub_may_ask_for_a_longer_wait()
    {
        _hub.With("a.json", "x");
        var count = 0;
        _hub.Before = _ => count++ == 0 ? new(429, [], null, ("Retry-After", "1")) : null;
        var begun = TimeProvider.System.GetTimestamp();
        await Get();
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_not_to_where_it_redirects_to()
    {
        _hub.With("w.safetensors", _weights, large: true);
        using var store = new LoopbackServer(r => _hub.Content(r, "w.safetensors"));
        _hub.Before = r => !r.Path.EndsWith("/w.safetensors", StringComparison.Ordinal) ? null
            : r.Path.StartsWith("/renamed/", StringComparison.Ordinal) ? new(302, [], null, ("Location", store.Address + "/blob?signature=1")) : new(307, [], null, ("Location", "/renamed" + r.Path));
        await Get();
        Assert.Equal(_weights, File.ReadAllBytes(At("w.safetensors")));
        Assert.All(_hub.Server.Requests, r => Assert.Equal("Bearer " + Secret, r.Headers["Authorization"]));
        Assert.Contains(_hub.Server.Requests, r => r.Path.StartsWith("/renamed/", StringComparison.Ordinal));
        Assert.DoesNotContain("Authorization", Assert.Single(store.Requests).Headers.Keys);
    }

    [Fact]
    public async Task Redirects_without_end_and_lists_at_other_hosts_are_not_followed()
    {
        _hub.Before = r => new(302, [], null, ("Location", r.Path + "x"));
        Assert.Contains("more than 10 redirects", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
        _hub.Before = r => r.Path.Contains("/tree/", StringComparison.Ordinal) ? new(200, "[]"u8.ToArray(), null, ("Link", "<http://127.0.0.2:9/x>; rel=\"next\"")) : null;
        Assert.Contains("goes on at another host", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("/etc/evil.txt")]
    [InlineData("a/../../evil.txt")]
    [InlineData("a//b.txt")]
    [InlineData("..\\\\evil.txt")]
    [InlineData(".git/hooks/post-checkout")]
    [InlineData("a/./b")]
    [InlineData("line\\nend")]
    [InlineData("")]
    public async Task A_path_that_leads_out_of_the_folder_ends_the_download(string path)
    {
        _hub.With("a.json", "x").Entries.Add($$"""{"type": "file", "path": "{{path}}", "size": 1, "oid": "{{new string('a', 40)}}"}""");
        Assert.Contains("leads out of a folder", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
        Assert.False(Directory.Exists(At("")));
    }

    [Fact]
    public async Task Files_are_not_written_through_a_link()
    {
        Directory.CreateDirectory(At(""));
        Directory.CreateSymbolicLink(At("data"), Path.GetTempPath());
        _hub.With("data/a.json", "x");
        Assert.Contains("is a link", (await Assert.ThrowsAsync<HubException>(() => Get())).Message);
    }

    [Fact]
    public async Task Pickles_come_only_where_they_are_asked_for()
    {
        _hub.With("pytorch_model.bin", "p").With("model.safetensors", "s");
        Assert.Equal(["pytorch_model.bin"], (await Get()).Pickles);
        Assert.Equal(["model.safetensors"], Names());
        Assert.Empty((await Get(new HubSelection([], [], Pickles: true))).Pickles);
        Assert.Equal(["model.safetensors", "pytorch_model.bin"], Names());
        Assert.Contains("its 1 files are pickles", (await Assert.ThrowsAsync<HubException>(() => Get(new HubSelection(["*.bin"], [])))).Message);
    }

    [Fact]
    public async Task Patterns_choose_the_files()
    {
        _hub.With("config.json", "c").With("data/a.parquet", "a").With("data/b.parquet", "b").With("README.md", "r");
        await Get(new HubSelection(["*.json", "data/**"], ["**/b.*"]));
        Assert.Equal(["config.json", "data"], Names());
        Assert.Equal(["a.parquet"], Directory.EnumerateFiles(At("data")).Select(Path.GetFileName));
        Assert.Contains("none of its 4 files is asked for", (await Assert.ThrowsAsync<HubException>(() => Get(new HubSelection(["x"], [])))).Message);
    }

    [Fact]
    public async Task A_dataset_lies_elsewhere_than_a_model_and_its_revision_is_asked_for()
    {
        _hub.With("a.jsonl", "x");
        await Get(repository: HubRepository.Parse("hf://datasets/o/n@refs/convert/parquet"));
        Assert.Equal(["/api/datasets/o/n/revision/refs%2Fconvert%2Fparquet", $"/api/datasets/o/n/tree/{FakeHub.Commit}?recursive=true", $"/datasets/o/n/resolve/{FakeHub.Commit}/a.jsonl"], _hub.Server.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task Whatever_a_hub_lists_it_is_read_or_refused()
    {
        var letters = Gen.OneOf([.. "[]{}\":,0 tfile/path.size_oid".Select(Gen.Const)]).Array[0, 60].Select(c => new string(c));
        var answers = new Queue<string>();
        Gen.OneOf(letters, letters.Select(t => $"[{{\"path\": {t}, \"size\": 1}}]"), letters.Select(t => $"[{{\"type\": \"file\", \"path\": \"a\", \"oid\": \"{t.Replace("\"", "")}\", \"size\": 3}}]")).Array[60].Sample(texts =>
        {
            foreach (var text in texts) answers.Enqueue(text);
        }, iter: 1, threads: 1);
        _hub.Before = r => r.Path.Contains("/tree/", StringComparison.Ordinal) ? new(200, Encoding.UTF8.GetBytes(answers.Dequeue())) : null;
        while (answers.Count > 0) await Assert.ThrowsAsync<HubException>(() => Get());
    }

    /// <summary>Outside authority: what <c>git hash-object</c> prints for an empty file and for "hello" with a line feed.</summary>
    [Theory]
    [InlineData("", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")]
    [InlineData("hello\n", "ce013625030ba8dba906f756967f9e9ca394464a")]
    public async Task A_small_file_is_known_by_the_hash_of_gits_blob(string content, string hash)
    {
        using var sum = new ContentHash(new HubFile("a", content.Length, hash, Large: false));
        await sum.AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), TestContext.Current.CancellationToken);
        Assert.True(sum.Fits);
    }

    [Fact]
    public void The_token_is_in_no_text_of_the_options() => Assert.DoesNotContain(Secret, Options.ToString());

    private HubOptions Options => new() { Endpoint = _hub.Server.Address, Token = Secret, FirstDelay = TimeSpan.FromMilliseconds(1), Silence = TimeSpan.FromSeconds(10) };

    private Task<HubResult> Get(HubSelection? selection = null, HubRepository? repository = null) =>
        HubDownload.RunAsync(repository ?? HubRepository.Parse("hf://o/n"), At(""), selection ?? HubSelection.Everything, Options, TimeProvider.System, Progress.Silent, TestContext.Current.CancellationToken);

    private string At(string path) => Path.Combine(_folder.File("out"), path);

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(At("")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
