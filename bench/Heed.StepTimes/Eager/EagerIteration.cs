using Heed.StepTimes.Alignment;
using static TorchSharp.torch;

namespace Heed.StepTimes.Eager;

/// <summary>
/// An iteration of PPO as plain eager float32 code writes it: a rectangle of prompts and answers, whole logits, four models of stock modules.
/// Where lengths differ the rectangle is padded.
/// </summary>
internal sealed class EagerIteration : IDisposable
{
    private const double Clip = 0.2, Lambda = 0.95, KlPrice = 0.05;

    private readonly EagerModel _policy = new(AlignedWork.Policy), _reference = new(AlignedWork.Policy), _reward = new(AlignedWork.Scorer), _values = new(AlignedWork.Scorer);
    private readonly optim.Optimizer _policyOptimizer, _valueOptimizer;
    private readonly EagerSampler _sampler;
    private readonly int _epochs;

    public EagerIteration(AlignedWork work)
    {
        _epochs = work.Epochs;
        _policyOptimizer = optim.AdamW(_policy.parameters(), 1e-6, 0.9, 0.95, 1e-5, 0.0);
        _valueOptimizer = optim.AdamW(_values.parameters(), 1e-6, 0.9, 0.95, 1e-5, 0.0);
        _sampler = new EagerSampler(_policy, work);
    }

    /// <summary>One iteration.</summary>
    public void Run()
    {
        using var scope = NewDisposeScope();
        var rollout = _sampler.Respond();                                                    // tokens (B, P + A), mask (B, A)
        Tensor old, values, advantages, returns;
        using (no_grad())
        {
            old = InParts(rollout, part => LogProbs(_policy, part));                         // (B, A)
            var reference = InParts(rollout, part => LogProbs(_reference, part));
            values = InParts(rollout, part => Values(_values, part));
            var scores = InParts(rollout, part => Scores(_reward, part));                    // (B)
            (advantages, returns) = Advantages(rollout, old, reference, values, scores);
        }
        for (var epoch = 0; epoch < _epochs; epoch++)
            foreach (var rows in randperm(rollout.Count).chunk(AlignedWork.Minibatches))
                Learn(rollout.Pick(rows), old.index_select(0, rows), values.index_select(0, rows), advantages.index_select(0, rows), returns.index_select(0, rows));
    }

    public void Dispose()
    {
        foreach (var model in new[] { _policy, _reference, _reward, _values }) model.Dispose();
        _policyOptimizer.Dispose();
        _valueOptimizer.Dispose();
    }

    private void Learn(EagerRollout part, Tensor old, Tensor before, Tensor advantages, Tensor returns)
    {
        using var scope = NewDisposeScope();
        var count = part.Mask.sum();
        var ratio = (LogProbs(_policy, part) - old).exp();
        var policyLoss = (max(-advantages * ratio, -advantages * ratio.clamp(1 - Clip, 1 + Clip)) * part.Mask).sum() / count;
        Update(_policyOptimizer, _policy, policyLoss);
        var values = Values(_values, part);
        var clipped = before + (values - before).clamp(-Clip, Clip);
        var valueLoss = 0.5 * (max((values - returns).square(), (clipped - returns).square()) * part.Mask).sum() / count;
        Update(_valueOptimizer, _values, valueLoss);
    }

    private static void Update(optim.Optimizer optimizer, EagerModel model, Tensor loss)
    {
        optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(model.parameters(), 1.0);
        optimizer.step();
    }

    /// <summary>A minibatch at a time, as memory asks for.</summary>
    private static Tensor InParts(EagerRollout rollout, Func<EagerRollout, Tensor> of) =>
        cat([.. arange(rollout.Count).chunk(AlignedWork.Minibatches).Select(rows =>
        {
            using var scope = NewDisposeScope();
            return of(rollout.Pick(rows)).clone().MoveToOuterDisposeScope();
        })]);

    private static Tensor LogProbs(EagerModel model, EagerRollout part)
    {
        var logits = model.call(part.Tokens).narrow(1, part.Prompt - 1, part.Answer);        // (B, A, V)
        var targets = part.Tokens.narrow(1, part.Prompt, part.Answer).unsqueeze(-1);
        return nn.functional.log_softmax(logits, -1).gather(-1, targets).squeeze(-1);
    }

    private static Tensor Values(EagerModel model, EagerRollout part) => model.call(part.Tokens).narrow(1, part.Prompt - 1, part.Answer).squeeze(-1);

    private static Tensor Scores(EagerModel model, EagerRollout part)
    {
        var last = part.Mask.sum(-1, keepdim: true).to(int64) + part.Prompt - 1;             // (B, 1)
        return model.call(part.Tokens).squeeze(-1).gather(1, last).squeeze(-1);
    }

    /// <summary>Generalised advantages over rewards that carry the KL of each token and the score at the last.</summary>
    private static (Tensor Advantages, Tensor Returns) Advantages(EagerRollout rollout, Tensor old, Tensor reference, Tensor values, Tensor scores)
    {
        var rewards = -KlPrice * (old - reference) * rollout.Mask;
        var last = rollout.Mask.sum(-1, keepdim: true).to(int64) - 1;
        rewards = rewards.scatter_add(1, last, scores.unsqueeze(-1));
        var masked = values * rollout.Mask;
        var (next, after) = (zeros(rollout.Count), zeros(rollout.Count));
        var advantages = new Tensor[rollout.Answer];
        for (var t = rollout.Answer - 1; t >= 0; t--)
        {
            var value = masked.select(1, t);
            after = (rewards.select(1, t) + next - value + Lambda * after) * rollout.Mask.select(1, t);
            (next, advantages[t]) = (value, after);
        }
        var raw = stack(advantages, 1);
        var centred = (raw - raw.mean()) / (raw.std() + 1e-8);
        return (centred * rollout.Mask, raw + values);
    }
}
