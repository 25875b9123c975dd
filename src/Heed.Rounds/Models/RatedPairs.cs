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
        AnsweredPrompt Answered(AnswerRecord answer) => new(prompt, model.EncodeAnswer(r.Conversation(), answer));
        return new RatedPair(Answered(r.First), Answered(r.Second), r.FirstBetter, r.Weight);
    })];
}
