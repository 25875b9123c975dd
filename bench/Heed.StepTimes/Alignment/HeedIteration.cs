using Heed.Learning.PolicyOptimization;
using Heed.Learning.Scoring;
using Heed.Models.Training;
using Heed.Runs;
using Heed.StepTimes.Training;

namespace Heed.StepTimes.Alignment;

/// <summary>Heed's side: its own trainer of policies, one step at a time.</summary>
internal sealed class HeedIteration : IDisposable
{
    private readonly Decoder _reference;
    private readonly RewardModel _reward;
    private readonly PolicyTrainer _trainer;
    private long _step;

    public HeedIteration(AlignedWork work, Session session)
    {
        _reference = TrainedModel.Thirty.Build(session);
        _reward = new RewardModel(new Decoder(AlignedWork.Scorer, new SeededRandom(2, "scorer")) { Numbers = _reference.Numbers }, Pooling.Last, RewardScale.None);
        _trainer = new PolicyTrainer(work.Recipe(), _reference, _reward, work.Prompts, work.EndIds);
    }

    /// <summary>One iteration.</summary>
    /// <returns>Tokens of prompts and answers.</returns>
    public long Run() => (long)_trainer.Step(_step++)["tokens"];

    public void Dispose()
    {
        _trainer.Dispose();
        _reward.Dispose();
        _reference.Dispose();
    }
}
