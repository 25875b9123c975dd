using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints;

/// <summary>How a model is sampled where its makers say something and the user nothing.</summary>
public sealed class SamplingDefaultsTests : IDisposable
{
    private static readonly SamplingOptions Asked = new() { Temperature = 0.8, MaxNewTokens = 128 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_setting_of_the_file_is_taken_and_named()
    {
        var (options, taken) = Under("""
            {"do_sample": true, "temperature": 0.6, "top_k": 20, "top_p": 0.95, "min_p": 0.01, "repetition_penalty": 1.1, "no_repeat_ngram_size": 3,
             "max_new_tokens": 64, "min_new_tokens": 2, "stop_strings": "###", "suppress_tokens": [7], "bad_words_ids": [[1, 2]], "eos_token_id": [3], "transformers_version": "4.51.0"}
            """);
        Assert.Equal((0.6, 20, 0.95, 0.01, 1.1, 3), (options.Temperature, options.TopK, options.TopP, options.MinP, options.RepetitionPenalty, options.NoRepeatNgramSize));
        Assert.Equal((64, 2, false), (options.MaxNewTokens, options.MinNewTokens, options.Greedy));
        Assert.Equal(["###"], options.StopStrings);
        Assert.Equal([7], options.SuppressTokens);
        Assert.Equal([1, 2], Assert.Single(options.BadWords));
        Assert.Equal(["temperature 0.6", "top_k 20", "top_p 0.95", "min_p 0.01"], taken.Take(4));
        Assert.Equal(11, taken.Count);
    }

    [Fact]
    public void What_the_user_gives_goes_before()
    {
        var (options, taken) = Under("""{"temperature": 0.6, "top_p": 0.9, "max_new_tokens": 64}""", "temperature", "max_new_tokens");
        Assert.Equal((0.8, 0.9, 128), (options.Temperature, options.TopP, options.MaxNewTokens));
        Assert.Equal(["top_p 0.9"], taken);
    }

    [Theory]
    [InlineData("""{"do_sample": false, "temperature": 0.6}""", true)]
    [InlineData("""{"temperature": 0.0}""", true)]
    [InlineData("""{"do_sample": false}""", false, "top_p")]
    [InlineData("""{"eos_token_id": 2}""", false)]
    public void The_most_probable_token_is_taken_where_the_file_says_so_and_the_user_asks_for_no_drawing(string file, bool greedy, params string[] given) =>
        Assert.Equal(greedy, Under(file, given).Options.Greedy);

    [Theory]
    [InlineData("""{"top_k": "many"}""", "top_k is \"many\", expected a number")]
    [InlineData("""{"top_p": 1.5}""", "top_p is 1.5")]
    [InlineData("""{"bad_words_ids": [3]}""", "expected a list of lists")]
    public void What_cannot_be_meant_is_said_with_the_file(string file, string expected)
    {
        var said = Assert.Throws<CheckpointException>(() => Under(file)).Message;
        Assert.Contains(expected, said);
        Assert.Contains("generation_config.json", said);
    }

    [Fact]
    public void A_folder_without_the_file_changes_nothing()
    {
        var (options, taken) = SamplingDefaults.Of(_folder.Path).Under(Asked, new HashSet<string>());
        Assert.Equal(Asked, options);
        Assert.Empty(taken);
    }

    private (SamplingOptions Options, IReadOnlyList<string> Taken) Under(string file, params string[] given)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "generation_config.json"), file);
        return SamplingDefaults.Of(_folder.Path).Under(Asked, given.ToHashSet());
    }
}
