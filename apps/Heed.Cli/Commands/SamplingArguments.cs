using System.CommandLine;
using Heed.Models.Generation;

namespace Heed.Cli.Commands;

/// <summary>The options of every command that samples.</summary>
internal sealed class SamplingArguments
{
    private readonly Option<double> _temperature = new("--temperature") { Description = "Divides the logits; lower is bolder.", DefaultValueFactory = _ => 0.8 };
    private readonly Option<int> _topK = new("--top-k") { Description = "Keep the k most probable tokens; 0 keeps all." };
    private readonly Option<double> _topP = new("--top-p") { Description = "Keep the smallest set of tokens with this mass.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _minP = new("--min-p") { Description = "Keep tokens at least this many times as probable as the best." };
    private readonly Option<double> _repetition = new("--repetition-penalty") { Description = "Divides the logits of tokens already seen.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Always take the most probable token." };
    private readonly Option<int> _most = new("--max-new-tokens") { Description = "Stop after so many tokens.", DefaultValueFactory = _ => 128 };
    private readonly Option<string[]> _stop = new("--stop") { Description = "Stop where the answer holds this text.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Equal seeds give equal answers.", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _temperature, _topK, _topP, _minP, _repetition, _greedy, _most, _stop, _seed }) command.Add(option);
    }

    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed);

    public SamplingOptions Read(ParseResult parsed, int[] endIds) => new()
    {
        Temperature = parsed.GetValue(_temperature),
        TopK = parsed.GetValue(_topK),
        TopP = parsed.GetValue(_topP),
        MinP = parsed.GetValue(_minP),
        RepetitionPenalty = parsed.GetValue(_repetition),
        Greedy = parsed.GetValue(_greedy),
        MaxNewTokens = parsed.GetValue(_most),
        StopStrings = parsed.GetValue(_stop) ?? [],
        EndIds = endIds,
    };
}
