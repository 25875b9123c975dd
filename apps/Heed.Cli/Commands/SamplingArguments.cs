using System.CommandLine;
using System.Text.Json.Nodes;
using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Models.Generation.Constraints;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>The options of every command that samples.</summary>
internal sealed class SamplingArguments
{
    private readonly Option<double> _temperature = new("--temperature") { Description = "Divides the logits; lower is bolder.", DefaultValueFactory = _ => 0.8 };
    private readonly Option<int> _topK = new("--top-k") { Description = "Keep the k most probable tokens; 0 keeps all." };
    private readonly Option<double> _topP = new("--top-p") { Description = "Keep the smallest set of tokens with this mass.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _minP = new("--min-p") { Description = "Keep tokens at least this many times as probable as the best." };
    private readonly Option<double> _repetition = new("--repetition-penalty") { Description = "Divides the logits of tokens already seen.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _typicalP = new("--typical-p") { Description = "Keep the tokens of most typical surprise with this mass.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _topH = new("--top-h") { Description = "Keep the best tokens with this share of the entropy.", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _epsilon = new("--epsilon-cutoff") { Description = "Remove tokens below this probability." };
    private readonly Option<double> _eta = new("--eta-cutoff") { Description = "Remove tokens below a probability that sinks with the entropy." };
    private readonly Option<double> _frequency = new("--frequency-penalty") { Description = "Taken from a token's logit for each time the answer holds it." };
    private readonly Option<double> _presence = new("--presence-penalty") { Description = "Taken from a token's logit once if the answer holds it." };
    private readonly Option<int> _ngram = new("--no-repeat-ngram-size") { Description = "No run of so many tokens comes twice; 0 allows it." };
    private readonly Option<int[]> _suppress = new("--suppress-token") { Description = "A token id that must not come.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int> _least = new("--min-new-tokens") { Description = "The answer does not end before it has so many tokens." };
    private readonly Option<int> _top = new("--top-log-probs") { Description = "With --json: report so many of the most probable tokens beside each." };
    private readonly Option<string[]> _choices = new("--choice") { Description = "The answer is exactly one of these texts; give it several times.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _grammar = new("--grammar") { Description = "File of rules (GBNF) that the answer follows." };
    private readonly Option<string?> _schema = new("--json-schema") { Description = "File of a JSON schema that the answer meets." };
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Always take the most probable token." };
    private readonly Option<int> _most = new("--max-new-tokens") { Description = "Stop after so many tokens.", DefaultValueFactory = _ => 128 };
    private readonly Option<string[]> _stop = new("--stop") { Description = "Stop where the answer holds this text.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Equal seeds give equal answers.", DefaultValueFactory = _ => 1 };

    private Option[] All => [_temperature, _topK, _topP, _minP, _typicalP, _topH, _epsilon, _eta, _repetition, _frequency, _presence, _ngram, _suppress, _least, _top, _choices, _grammar, _schema, _greedy, _most, _stop, _seed];

    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
    }

    public ulong Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>What was given, else what the model's generation_config.json says, else the defaults above.</summary>
    /// <returns>The options, and what was taken from the file.</returns>
    public (SamplingOptions Options, IReadOnlyList<string> Taken) Read(ParseResult parsed, string model, int[] endIds) =>
        SamplingDefaults.Of(model).Under(Read(parsed, endIds), All.Where(o => IsGiven(parsed, o)).Select(Key).ToHashSet());

    /// <summary>A line for a person that says what was taken from the file.</summary>
    public static void Tell(IReadOnlyList<string> taken, Terminal terminal)
    {
        if (taken.Count > 0) terminal.Error.WriteLine($"sampling as the model's generation_config.json says: {string.Join(", ", taken)} (options of the command go before)");
    }

    /// <summary>The options with no more tokens than there is room for, where nobody asked for a number.</summary>
    public SamplingOptions Within(int room, ParseResult parsed, SamplingOptions options) => IsGiven(parsed, _most) ? options : Shortened(options, Math.Clamp(room, 1, options.MaxNewTokens));

    private static SamplingOptions Shortened(SamplingOptions options, int most) => options with { MaxNewTokens = most, MinNewTokens = Math.Min(options.MinNewTokens, most) };

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The name that generation_config.json has for it.</summary>
    private string Key(Option option) => option == _greedy ? "do_sample" : option == _stop ? "stop_strings" : option == _suppress ? "suppress_tokens"
        : option.Name.TrimStart('-').Replace('-', '_');

    private SamplingOptions Read(ParseResult parsed, int[] endIds) => new()
    {
        Temperature = parsed.GetValue(_temperature),
        TopK = parsed.GetValue(_topK),
        TopP = parsed.GetValue(_topP),
        MinP = parsed.GetValue(_minP),
        TypicalP = parsed.GetValue(_typicalP),
        TopH = parsed.GetValue(_topH),
        EpsilonCutoff = parsed.GetValue(_epsilon),
        EtaCutoff = parsed.GetValue(_eta),
        FrequencyPenalty = parsed.GetValue(_frequency),
        PresencePenalty = parsed.GetValue(_presence),
        NoRepeatNgramSize = parsed.GetValue(_ngram),
        SuppressTokens = parsed.GetValue(_suppress) ?? [],
        MinNewTokens = parsed.GetValue(_least),
        TopLogProbs = parsed.GetValue(_top),
        Grammar = ReadGrammar(parsed),
        RepetitionPenalty = parsed.GetValue(_repetition),
        Greedy = parsed.GetValue(_greedy),
        MaxNewTokens = parsed.GetValue(_most),
        StopStrings = parsed.GetValue(_stop) ?? [],
        EndIds = endIds,
    };

    private Grammar? ReadGrammar(ParseResult parsed)
    {
        var (choices, grammar, schema) = (parsed.GetValue(_choices) ?? [], parsed.GetValue(_grammar), parsed.GetValue(_schema));
        if (new[] { choices.Length > 0, grammar is not null, schema is not null }.Count(given => given) > 1)
            throw new RecipeException("command line", [new Problem("--grammar", "expected one of --choice, --grammar and --json-schema, found several", "give one kind")]);
        return choices.Length > 0 ? Grammar.OneOf(choices)
            : grammar is not null ? Grammar.Parse(File.ReadAllText(grammar))
            : schema is not null ? JsonGrammar.Of(JsonNode.Parse(File.ReadAllText(schema))) : null;
    }
}
