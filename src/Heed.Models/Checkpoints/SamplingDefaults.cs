using System.Text.Json.Nodes;
using Heed.Models.Generation;
using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>
/// How a model's makers mean it to be sampled, by its generation_config.json. Only what the file says counts: it has no word on what it leaves
/// out. The tokens that end an answer are <see cref="GenerationConfig"/>'s.
/// </summary>
public sealed class SamplingDefaults
{
    private static readonly (string Key, Func<SamplingOptions, ConfigKeys, string, SamplingOptions> Set)[] Entries =
    [
        ("do_sample", (o, keys, key) => o with { Greedy = !keys.Flag(key, true) }),
        ("temperature", (o, keys, key) => keys.Number(key, 1) is var t && t == 0 ? o with { Greedy = true } : o with { Temperature = t }),
        ("top_k", (o, keys, key) => o with { TopK = keys.Integer(key) }),
        ("top_p", (o, keys, key) => o with { TopP = keys.Number(key, 1) }),
        ("min_p", (o, keys, key) => o with { MinP = keys.Number(key, 0) }),
        ("typical_p", (o, keys, key) => o with { TypicalP = keys.Number(key, 1) }),
        ("top_h", (o, keys, key) => o with { TopH = keys.Number(key, 1) }),
        ("epsilon_cutoff", (o, keys, key) => o with { EpsilonCutoff = keys.Number(key, 0) }),
        ("eta_cutoff", (o, keys, key) => o with { EtaCutoff = keys.Number(key, 0) }),
        ("repetition_penalty", (o, keys, key) => o with { RepetitionPenalty = keys.Number(key, 1) }),
        ("no_repeat_ngram_size", (o, keys, key) => o with { NoRepeatNgramSize = keys.Integer(key) }),
        ("suppress_tokens", (o, keys, key) => o with { SuppressTokens = keys.Integers(key) }),
        ("bad_words_ids", (o, keys, key) => o with { BadWords = keys.IntegerLists(key) }),
        ("max_new_tokens", (o, keys, key) => o with { MaxNewTokens = keys.Integer(key), MinNewTokens = Math.Min(o.MinNewTokens, keys.Integer(key)) }),
        ("min_new_tokens", (o, keys, key) => o with { MinNewTokens = Math.Min(keys.Integer(key), o.MaxNewTokens) }),
        ("stop_strings", (o, keys, key) => o with { StopStrings = [.. keys.OneOrMoreTexts(key)] }),
    ];

    /// <summary>Settings that mean nothing where the most probable token is taken: who gives one wants to draw.</summary>
    private static readonly string[] Drawing = ["do_sample", "temperature", "top_k", "top_p", "min_p", "typical_p", "top_h", "epsilon_cutoff", "eta_cutoff"];

    private readonly JsonObject _json;
    private readonly string _file;

    private SamplingDefaults(JsonObject json, string file) => (_json, _file) = (json, file);

    /// <summary>Those of a model folder; none where it has no such file.</summary>
    public static SamplingDefaults Of(string folder)
    {
        var file = Path.Combine(folder, "generation_config.json");
        return new(File.Exists(file) ? HuggingFaceFolder.ReadObject(file) : [], file);
    }

    /// <summary>Options with the model's own word wherever the user gave none.</summary>
    /// <param name="given">What the user gave, by the names of generation_config.json.</param>
    /// <returns>The options, and what was taken, such as <c>top_p 0.9</c>.</returns>
    /// <exception cref="CheckpointException">A value is of another type, or out of range.</exception>
    public (SamplingOptions Options, IReadOnlyList<string> Taken) Under(SamplingOptions options, IReadOnlySet<string> given)
    {
        var (keys, taken) = (new ConfigKeys(_json, _file), new List<string>());
        foreach (var (key, set) in Entries)
        {
            if (_json[key] is not { } value || given.Contains(key) || (key == "do_sample" && Drawing.Any(given.Contains))) continue;
            var changed = set(options, keys, key);
            if (changed.Problems().FirstOrDefault(p => p.Path == key) is { } problem) throw keys.Wrong(key, problem.Message);
            if (changed != options) taken.Add($"{key} {value.ToJsonString()}");
            options = changed;
        }
        return (options, taken);
    }
}
