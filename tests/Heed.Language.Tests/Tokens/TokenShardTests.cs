using CsCheck;
using Heed.Language.Tokens;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class TokenShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_document_by_document() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 99_999].Array[0, 20].Array[0, 8]).Sample((vocabulary, documents) =>
        {
            var bounded = documents.Select(d => d.Select(t => t % vocabulary).ToArray()).ToArray();
            var path = _folder.File("a.shard");
            TokenShard.Write(path, bounded, vocabulary);
            using var shard = TokenShard.Open(path);
            Assert.Equal(bounded.Length, shard.Documents);
            Assert.Equal(bounded.Sum(d => d.Length), shard.Count);
            Assert.Equal(vocabulary, shard.VocabularySize);
            for (var i = 0; i < bounded.Length; i++) Assert.Equal(bounded[i], shard.Read(i));
            Assert.Equal(bounded.SelectMany(d => d), Enumerable.Range(0, (int)shard.Count).Select(i => shard[i]));
        }, iter: 50, threads: 1);

    [Theory]
    [InlineData(65536, 2)]
    [InlineData(65537, 4)]
    public void A_token_takes_two_bytes_where_the_vocabulary_allows(int vocabulary, int width)
    {
        var path = _folder.File("a.shard");
        TokenShard.Write(path, [[1, 2, 3, vocabulary - 1]], vocabulary);
        Assert.Equal(64 + 4 * width + 2 * 8, new FileInfo(path).Length); // header, tokens, two starts
        using var shard = TokenShard.Open(path);
        Assert.Equal([1, 2, 3, vocabulary - 1], shard.Read(0));
    }

    [Fact]
    public void A_shard_cut_short_anywhere_is_refused_with_the_reason()
    {
        var path = _folder.File("a.shard");
        TokenShard.Write(path, [[1, 2, 3], [4, 5]], 300);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("cut short", Assert.Throws<TokenShardException>(() => TokenShard.Open(path)).Message);
        }
    }

    [Fact]
    public void Another_format_an_absent_file_and_a_later_version_are_named()
    {
        var path = _folder.Write("a.shard", new string('x', 100));
        Assert.Contains("no token shard", Assert.Throws<TokenShardException>(() => TokenShard.Open(path)).Message);
        Assert.Contains("no such file", Assert.Throws<TokenShardException>(() => TokenShard.Open(_folder.File("b"))).Message);
        TokenShard.Write(path, [[1]], 300);
        var bytes = File.ReadAllBytes(path);
        bytes[8] = 2;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("version 2", Assert.Throws<TokenShardException>(() => TokenShard.Open(path)).Message);
    }

    [Fact]
    public void No_single_damaged_byte_of_header_or_index_leads_outside_the_file()
    {
        var path = _folder.File("a.shard");
        TokenShard.Write(path, [[1, 2, 3], [4, 5]], 300);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at++)
            foreach (var bit in new byte[] { 1, 0x80 })
            {
                var damaged = (byte[])whole.Clone();
                damaged[at] ^= bit;
                File.WriteAllBytes(path, damaged);
                try
                {
                    using var shard = TokenShard.Open(path);
                    for (var i = 0; i < shard.Documents; i++) Assert.True(shard.Read(i).Length <= 5);
                }
                catch (TokenShardException error)
                {
                    Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                }
            }
    }

    [Fact]
    public void A_token_outside_the_vocabulary_leaves_no_file()
    {
        var path = _folder.File("a.shard");
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenShard.Write(path, [[1, 300]], 300));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Texts_are_tokenised_into_a_shard_with_an_end_token_each()
    {
        var tokenizer = new BytePairTrainer(new BytePairTrainerOptions { VocabularySize = 300, SpecialTokens = ["<|end|>"], EndToken = "<|end|>" }).Train(["some text or other"]);
        var written = TokenShard.Write(_folder.File("a.shard"), ["some text", "", "ö<|end|>"], tokenizer);
        using var shard = TokenShard.Open(_folder.File("a.shard"));
        Assert.Equal((3, shard.Count, 9 + 0 + 9, 0), (written.Documents, written.Tokens, written.TextBytes, written.LostBytes));
        Assert.Equal(18, shard.TextBytes);
        Assert.Equal([.. tokenizer.Encode("some text"), tokenizer.EndId!.Value], shard.Read(0));
        Assert.Equal([tokenizer.EndId!.Value], shard.Read(1));
        Assert.Equal(1, shard.Read(2).Count(t => t == tokenizer.EndId)); // its name in the text is text
    }

    [Fact]
    public void Bytes_the_vocabulary_lacks_are_counted()
    {
        var tokenizer = new BytePairTrainer(BytePairTrainerOptions.CharacterLevel).Train(["abc"]);
        Assert.Equal(3, TokenShard.Write(_folder.File("a.shard"), ["abc", "xaö"], tokenizer).LostBytes);
    }
}
