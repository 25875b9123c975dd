using Heed.Learning.Packing;
using Heed.Learning.RewardModelling;
using Heed.Rounds.Files;

namespace Heed.Rounds.Models;

/// <summary>Preference records as the tokens a reward model learns from.</summary>
internal static class RatedPairs
{
    public static List<RatedPair> Read(IEnumerable<PreferenceRecord> records, ModelFolder model) => [.. records.Select(r =>
    {
        var prompt = model.EncodePrompt(r.Conversation());
        return new RatedPair(new AnsweredPrompt(prompt, model.EncodeAnswer(r.First)), new AnsweredPrompt(prompt, model.EncodeAnswer(r.Second)), r.FirstBetter, r.Weight);
    })];
}
