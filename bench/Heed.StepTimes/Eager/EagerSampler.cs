using Heed.StepTimes.Alignment;
using static TorchSharp.torch;

namespace Heed.StepTimes.Eager;

/// <summary>Samples answers with a cache of keys and values, all prompts in one batch until the last answer has ended. Padding is attended to: what a mask would cost is spared the eager side.</summary>
internal sealed class EagerSampler(EagerModel model, AlignedWork work)
{
    public EagerRollout Respond()
    {
        using var quiet = no_grad();
        var width = work.Prompts.Max(p => p.Length);
        var prompts = tensor([.. work.Prompts.SelectMany(p => Enumerable.Repeat(0L, width - p.Length).Concat(p.Select(t => (long)t)))], [work.Prompts.Length, width]);
        var (answers, masks, running) = (new List<Tensor>(), new List<Tensor>(), ones(work.Prompts.Length));
        model.Keep(work.Prompts.Length, width + work.MaxNewTokens);
        var logits = Next(prompts, 0);                                                       // (B, V)
        while (true)
        {
            var next = multinomial(nn.functional.softmax(logits, -1), 1);                    // (B, 1)
            answers.Add(next);
            masks.Add(running);
            if (work.EndIds.Length > 0) running = running * next.squeeze(-1).ge(work.EndIds.Length).to(float32);
            if (answers.Count == work.MaxNewTokens || running.sum().item<float>() == 0) break;
            logits = Next(next, width + answers.Count - 1);
        }
        model.Forget();
        return new EagerRollout(cat([prompts, .. answers], 1), stack(masks, 1), width);
    }

    private Tensor Next(Tensor tokens, long from)
    {
        using var scope = NewDisposeScope();
        return model.Read(tokens, from).select(1, tokens.shape[1] - 1).clone().MoveToOuterDisposeScope();
    }
}
