using Heed.Models.Architecture;
using Heed.Models.Generation.Beams;

namespace Heed.Models.Generation;

/// <summary>Refuses what cannot be generated before anything is.</summary>
internal static class RequestCheck
{
    public static void Check(GenerationRequest request, int index, DecoderConfig config, GeneratorOptions generator)
    {
        var (prompt, options) = (request.Prompt, request.Options);
        if (prompt.Length == 0) throw new InvalidRequestException(index, "the prompt is empty; expected at least one token, such as the model's start token.");
        foreach (var problem in options.Problems())
            throw new InvalidRequestException(index, $"{problem.Path} {problem.Message}. {problem.Remedy}");
        CheckIds(index, "the prompt", prompt, config);
        CheckIds(index, "end_ids", options.EndIds, config);
        CheckIds(index, "suppress_tokens", options.SuppressTokens, config);
        CheckIds(index, "logit_bias", options.LogitBias.Keys, config);
        CheckIds(index, "bad_words", options.BadWords.SelectMany(w => w), config);
        if ((long)prompt.Length + options.MaxNewTokens > config.LongestSequence)
            throw new InvalidRequestException(index, $"{prompt.Length} prompt tokens and {options.MaxNewTokens} new ones exceed the model's {config.MaxPositions} positions. " +
                "Shorten the prompt or lower max_new_tokens.");
        if (options.Grammar is not null && generator.Tokenizer is null) throw new InvalidRequestException(index, "a grammar needs a tokenizer. Give the generator one.");
        if (options.StopStrings.Length > 0 && generator.Tokenizer is null)
            throw new InvalidRequestException(index, "stop_strings need a tokenizer. Give the generator one.");
    }

    /// <summary>What a beam search cannot do.</summary>
    public static void Check(SamplingOptions options, BeamOptions beams, int rowsAStep)
    {
        foreach (var problem in beams.Problems()) throw new InvalidRequestException(0, $"{problem.Path} {problem.Message}. {problem.Remedy}");
        if (beams.Beams > rowsAStep) throw new InvalidRequestException(0, $"{beams.Beams} beams exceed the {rowsAStep} tokens of a step. Lower beams or raise the generator's rows a step.");
        if (options.Grammar is not null) throw new InvalidRequestException(0, "a beam search knows no grammar. Sample, or search greedily.");
        if (options.StopStrings.Length > 0) throw new InvalidRequestException(0, "a beam search knows no stop_strings. Use end_ids, or cut the text.");
    }

    private static void CheckIds(int index, string where, IEnumerable<int> ids, DecoderConfig config)
    {
        foreach (var id in ids)
            if ((uint)id >= (uint)config.VocabularySize)
                throw new InvalidRequestException(index, $"{where} holds token {id}; the vocabulary has 0 to {config.VocabularySize - 1}.");
    }
}
