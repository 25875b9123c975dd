using System.CommandLine;
using Heed.Language.Tokens;
using Heed.Models.Generation;
using Heed.Models.Generation.Speculation;
using Heed.Rounds.Models;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>How every command that samples uses the machine.</summary>
internal sealed class EngineArguments
{
    private readonly Option<PackedType> _weights = new("--weights") { Description = "What matrices are kept in: float32, bfloat16, int8, or w8a8 (activations in 8 bits too). Fewer bits are faster and round more." };
    private readonly Option<CacheType> _cache = new("--cache") { Description = "What keys and values are kept in: float32, bfloat16 or int8." };
    private readonly Option<double> _memory = new("--cache-gb") { Description = "The most memory that keys and values may take, in GiB.", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> _invariant = new("--batch-invariant") { Description = "The same bits for a prompt whatever is generated beside it." };

    private readonly Option<int> _ahead = new("--speculate") { Description = "Guess so many tokens ahead (1 to 16) and judge them in one pass: the same distribution, faster where guesses are often right." };
    private readonly Option<string?> _draft = new("--draft") { Description = "Folder of a smaller model with the same tokenizer that guesses; without it, what followed the last tokens earlier in the text." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _weights, _cache, _memory, _invariant, _ahead, _draft }) command.Add(option);
    }

    /// <summary>A generator over a folder's model.</summary>
    /// <param name="slots">Sequences at once; null for the usual number.</param>
    public Engine Open(ParseResult parsed, ModelFolder folder, int? slots = null)
    {
        var draft = Draft(parsed, folder.Tokenizer);
        try
        {
            var ahead = parsed.GetValue(_ahead);
            var options = Read(parsed, folder.Tokenizer) with { Speculation = ahead == 0 && draft is null ? null : new SpeculationOptions { Ahead = ahead == 0 ? new SpeculationOptions().Ahead : ahead, Draft = draft?.Model } };
            return new Engine(new Generator(folder.Model, slots is { } few ? options with { Slots = few } : options), draft);
        }
        catch
        {
            draft?.Dispose();
            throw;
        }
    }

    private ModelFolder? Draft(ParseResult parsed, Tokenizer tokenizer)
    {
        if (parsed.GetValue(_draft) is not { } path) return null;
        var draft = ModelFolder.Load(path);
        if (draft.Tokenizer.VocabularySize == tokenizer.VocabularySize && Enumerable.Range(0, tokenizer.VocabularySize).All(id => draft.Tokenizer.BytesOf(id).SequenceEqual(tokenizer.BytesOf(id)))) return draft;
        draft.Dispose();
        throw new RecipeException("command line", [new Problem("--draft", $"the tokens of {path} are not those of the model", "expected a model with the same tokenizer; without --draft the text itself is looked up")]);
    }

    private GeneratorOptions Read(ParseResult parsed, Tokenizer tokenizer) => new()
    {
        Tokenizer = tokenizer,
        Weights = parsed.GetValue(_weights),
        Cache = parsed.GetValue(_cache),
        CacheBytes = (long)(parsed.GetValue(_memory) * (1L << 30)),
        BatchInvariant = parsed.GetValue(_invariant),
    };
}

/// <summary>A generator and the model that guesses for it.</summary>
internal sealed record Engine(Generator Generator, ModelFolder? Draft) : IDisposable
{
    public void Dispose()
    {
        Generator.Dispose();
        Draft?.Dispose();
    }
}
