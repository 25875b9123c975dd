using Heed.Evaluation.Plots;
using Heed.Evaluation.Reports.Sections;

namespace Heed.Evaluation.Reports.Judging;

/// <summary>Judges how much of the data was dropped and whether enough is held out.</summary>
public static class DataJudge
{
    public static Judgement Of(DataSection data)
    {
        if (data.Read == 0) return Judgement.Bad("nothing was read");
        var dropped = data.Dropped.Sum(d => d.Records) / (double)data.Read;
        var held = data.HeldOut / (double)Math.Max(1, data.HeldOut + data.Training);
        var why = $"{NumberText.Percent(dropped)} of {NumberText.Count(data.Read)} records were dropped, {NumberText.Percent(held)} of the rest are held out";
        if (data.HeldOut == 0) return Judgement.Bad(why + ": nothing can be measured on unseen text");
        return Judgement.Rising(dropped, 0.2, 0.6, why);
    }
}
