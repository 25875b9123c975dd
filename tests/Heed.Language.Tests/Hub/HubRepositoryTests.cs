using Heed.Language.Hub;
using Xunit;

namespace Heed.Language.Tests.Hub;

public sealed class HubRepositoryTests
{
    [Theory]
    [InlineData("hf://owner/name", HubKind.Model, "owner/name", "main")]
    [InlineData("hf://gpt2", HubKind.Model, "gpt2", "main")]
    [InlineData("hf://models/owner/name@v1.0", HubKind.Model, "owner/name", "v1.0")]
    [InlineData("hf://datasets/owner/My.Name_1@refs/pr/3", HubKind.Dataset, "owner/My.Name_1", "refs/pr/3")]
    [InlineData("hf://datasets/owner/name@refs%2Fconvert%2Fparquet/", HubKind.Dataset, "owner/name", "refs/convert/parquet")]
    public void An_address_names_kind_repository_and_revision(string address, HubKind kind, string id, string revision) =>
        Assert.Equal(new HubRepository(kind, id, revision), HubRepository.Parse(address));

    [Theory]
    [InlineData("owner/name", "does not start with hf://")]
    [InlineData("https://example.org/owner/name", "does not start with hf://")]
    [InlineData("hf://", "no name of a repository")]
    [InlineData("hf://a/b/c", "no name of a repository")]
    [InlineData("hf://../name", "no name of a repository")]
    [InlineData("hf://owner/..", "no name of a repository")]
    [InlineData("hf://owner/na?me", "no name of a repository")]
    [InlineData("hf://owner/name@", "no name of a revision")]
    [InlineData("hf://owner/name@a/../b", "no name of a revision")]
    [InlineData("hf://spaces/owner/name", "a space is a program")]
    public void What_is_no_address_is_refused_with_the_reason(string address, string reason) =>
        Assert.Contains(reason, Assert.Throws<HubException>(() => HubRepository.Parse(address)).Message);
}
