using Heed.Language.Datasets;
using Heed.Language.Datasets.Folders;
using Xunit;

namespace Heed.Language.Tests.Datasets.Folders;

public sealed class DatasetFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_card_names_configurations_splits_and_patterns()
    {
        Files("data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl", "data/test-00000-of-00001.jsonl", "extra/a.jsonl", "extra/deep/b.jsonl", "other.jsonl");
        Card("""
            license: mit
            configs:
            - config_name: main
              default: true
              data_files:
              - split: train
                path: data/train-*
              - split: test
                path:
                - data/test-*
            - config_name: extra
              data_files: "extra/**/*.jsonl"
            """);
        Assert.Equal(["data/train-00000-of-00002.jsonl", "data/train-00001-of-00002.jsonl"], Of());
        Assert.Equal(["data/test-00000-of-00001.jsonl"], Of(new(null, "test")));
        Assert.Equal(["extra/a.jsonl", "extra/deep/b.jsonl"], Of(new("extra")));
        Assert.Equal(["README.md", "data/test-00000-of-00001.jsonl", "extra/a.jsonl", "extra/deep/b.jsonl", "other.jsonl"], Ignored());
        Says("has no split 'dev'; it has train, test", new(null, "dev"));
        Says("no configuration 'nope'; the folder has main, extra", new("nope"));
    }

    [Fact]
    public void Several_configurations_without_a_default_must_be_named()
    {
        Files("a.jsonl", "b.jsonl");
        Card("configs:\n- config_name: a\n  data_files: a.jsonl\n- config_name: b\n  data_files: [b.jsonl]");
        Says("name one (--config) of a, b");
        Assert.Equal(["b.jsonl"], Of(new("b")));
    }

    [Fact]
    public void A_folder_of_data_has_its_splits_told_from_the_names()
    {
        Files("en/train.jsonl", "en/my-dev-set.jsonl", "en/test/0.jsonl", "fr/train.jsonl");
        Card("configs:\n- config_name: en\n  data_dir: en");
        Assert.Equal(["test", "train", "validation"], DatasetFolder.Open(_folder.Path)!.Splits.Select(s => s.Split).Order());
        Assert.Equal(["en/test/0.jsonl"], Of(new("en", "test")));
        Assert.Equal(["en/train.jsonl"], Of());
    }

    [Fact]
    public void A_card_that_names_no_configuration_leaves_the_splits_to_the_names()
    {
        Files("harmless/train.jsonl", "harmless/test.jsonl", "helpful/train.jsonl", "helpful/test.jsonl");
        Card("license: mit");
        Assert.Equal(["harmless/train.jsonl", "helpful/train.jsonl"], Of());
        Assert.Equal(["harmless/test.jsonl", "helpful/test.jsonl"], Of(new(null, "test")));
        Says("no configuration 'main'; the folder has default", new("main"));
    }

    [Fact]
    public void A_card_beside_files_of_one_split_leaves_them_all_to_be_read()
    {
        Files("a.jsonl", "b.jsonl");
        Card("license: mit");
        Assert.Equal(["a.jsonl", "b.jsonl"], Of());
    }

    [Fact]
    public void Without_a_card_everything_is_read_and_a_split_is_told_from_the_names()
    {
        Files("train.jsonl", "contrainte.jsonl", "test.jsonl");
        Assert.Equal(3, Of().Count);
        Assert.Equal(["test.jsonl"], Of(new(null, "test")));
        Says("no file is of the split 'validation'; by their names there are test, train", new(null, "validation"));
        Says("README.md names none", new("main"));
    }

    [Fact]
    public void A_folder_that_the_library_saved_has_its_splits_in_folders()
    {
        Files("train/data-00000-of-00001.arrow", "test/data-00000-of-00001.arrow");
        foreach (var name in new[] { "train/state.json", "train/dataset_info.json", "test/state.json" }) _folder.Write(name, "{}");
        _folder.Write("dataset_dict.json", """{"splits": ["train", "test"]}""");
        Assert.Equal(["train/data-00000-of-00001.arrow"], Of());
        Assert.Equal(["test/data-00000-of-00001.arrow"], Of(new(null, "test")));
    }

    [Theory]
    [InlineData("configs: {a: 1}", "'configs' is no list")]
    [InlineData("configs:\n- data_files: a.jsonl", "has no 'config_name'")]
    [InlineData("configs:\n- config_name: a\n  data_files:\n  - split: train", "a split without 'path'")]
    [InlineData("configs:\n- config_name: a\n  data_files: ../x.jsonl", "leads out of the folder")]
    [InlineData("configs:\n- config_name: a\n  data_files: /etc/x.jsonl", "leads out of the folder")]
    [InlineData("configs:\n- config_name: a\n  data_files: https://example.org/x.jsonl", "leads out of the folder")]
    [InlineData("configs:\n- config_name: a\n  data_files: none-*.jsonl", "there is no such file")]
    [InlineData("configs: [", "YAML at its start is broken")]
    public void A_card_that_cannot_be_used_is_refused_with_the_reason(string card, string reason)
    {
        Files("a.jsonl");
        Card(card);
        Says(reason);
    }

    [Theory]
    [InlineData("data/*.jsonl", "data/a.jsonl", true)]
    [InlineData("data/*.jsonl", "data/b/a.jsonl", false)]
    [InlineData("**/*.jsonl", "a.jsonl", true)]
    [InlineData("**/train-*", "x/y/train-0.jsonl", true)]
    [InlineData("**.jsonl", "x/y.jsonl", true)]
    [InlineData("[ab].jsonl", "b.jsonl", true)]
    [InlineData("[!ab].jsonl", "b.jsonl", false)]
    [InlineData("{train,dev}.jsonl", "dev.jsonl", true)]
    [InlineData("{train,dev}.jsonl", "test.jsonl", false)]
    [InlineData("a?c.jsonl", "abc.jsonl", true)]
    [InlineData("{a}}.jsonl", "a}.jsonl", true)]
    [InlineData("[a-c]*.jsonl", "bx.jsonl", true)]
    [InlineData("a(b+.jsonl", "a(b+.jsonl", true)]
    public void Patterns_fit_as_in_a_shell(string pattern, string path, bool fits) => Assert.Equal(fits, new PathPattern(pattern).Fits(path));

    [Fact]
    public void A_set_of_letters_that_ends_before_it_begins_is_no_pattern() => Assert.Contains("no pattern of paths", Assert.Throws<DatasetException>(() => new PathPattern("[z-a].jsonl")).Message);

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    public void A_card_that_lies_very_deep_is_refused(string opening)
    {
        Files("a.jsonl");
        Card(string.Concat(Enumerable.Repeat(opening, 50_000)));
        Says("README.md");
    }

    private void Files(params string[] names)
    {
        foreach (var name in names) _folder.Write(name, "{\"text\": \"x\"}\n");
    }

    private void Card(string yaml) => _folder.Write("README.md", $"---\n{yaml}\n---\n# Data\n");

    private List<string> Of(DatasetPart? part = null)
    {
        var files = DataFiles.Of(_folder.Path, part);
        return [.. files.Files.Select(files.Relative)];
    }

    private List<string> Ignored()
    {
        var files = DataFiles.Of(_folder.Path);
        return [.. files.Ignored.Select(files.Relative)];
    }

    private void Says(string reason, DatasetPart? part = null) => Assert.Contains(reason, Assert.Throws<DatasetException>(() => DataFiles.Of(_folder.Path, part)).Message);
}
