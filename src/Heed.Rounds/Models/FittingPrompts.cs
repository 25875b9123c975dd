using Heed.Rounds.Files;
using Heed.Rounds.Stages;

namespace Heed.Rounds.Models;

/// <summary>The prompts of a file that leave room for an answer in a model's positions. The others are counted and said.</summary>
internal static class FittingPrompts
{
    /// <param name="answer">Tokens of the longest answer.</param>
    /// <exception cref="RoundFileException">No prompt leaves room.</exception>
    public static List<PromptRecord> Read(string file, ModelFolder model, int answer, StageContext context)
    {
        var all = GivenRecords.Prompts(file);
        var fitting = all.Where(p => model.Fits(p.Conversation(), answer)).ToList();
        var what = $"for {answer} tokens in the model's {model.Model.Config.MaxPositions} positions";
        if (fitting.Count == 0) throw new RoundFileException(file, 0, $"no prompt leaves room {what}");
        if (fitting.Count < all.Count) context.Log.WriteLine($"{file}: {all.Count - fitting.Count:N0} of {all.Count:N0} prompts leave no room {what}, and are left out");
        return fitting;
    }
}
