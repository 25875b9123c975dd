using System.CommandLine;
using Heed.Language.Tokens;
using Heed.Models.Generation;

namespace Heed.Cli.Commands;

/// <summary>How every command that samples uses the machine.</summary>
internal sealed class EngineArguments
{
    private readonly Option<PackedType> _weights = new("--weights") { Description = "What matrices are kept in: float32, bfloat16, int8, or w8a8 (activations in 8 bits too). Fewer bits are faster and round more." };
    private readonly Option<CacheType> _cache = new("--cache") { Description = "What keys and values are kept in: float32, bfloat16 or int8." };
    private readonly Option<double> _memory = new("--cache-gb") { Description = "The most memory that keys and values may take, in GiB.", DefaultValueFactory = _ => 2 };
    private readonly Option<bool> _invariant = new("--batch-invariant") { Description = "The same bits for a prompt whatever is generated beside it." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _weights, _cache, _memory, _invariant }) command.Add(option);
    }

    public GeneratorOptions Read(ParseResult parsed, Tokenizer tokenizer) => new()
    {
        Tokenizer = tokenizer,
        Weights = parsed.GetValue(_weights),
        Cache = parsed.GetValue(_cache),
        CacheBytes = (long)(parsed.GetValue(_memory) * (1L << 30)),
        BatchInvariant = parsed.GetValue(_invariant),
    };
}
