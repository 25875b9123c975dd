using Heed.Models.Architecture;
using Heed.Models.Generation;
using Heed.StepTimes.Training;

namespace Heed.StepTimes.Decoding;

/// <summary>
/// Floating-point operations a second of running prompts, 8 of 256 tokens, over the best product's. Counted are 2 for each parameter but
/// the head's, which only the last token of a prompt meets; attention's own products are not counted.
/// </summary>
internal sealed class PrefillShareOfProductRate(DecodeMode mode) : Measurement
{
    private const int Count = 8, Length = 256;

    public override string Name => $"prefill_{mode.Name}_share_of_product_rate";

    public override double Goal(BenchMachine machine) => 0.7;

    public override double Measure(Session session)
    {
        using var own = new OwnDecoding(session, mode);
        var (prompts, options) = (OwnDecoding.Prompts(Count, Length), new SamplingOptions { MaxNewTokens = 1 });
        var (product, tokens) = ProductRate.Around(session, () => Count * Length / session.Median(() => own.Generator.Generate(prompts, options, seed: 1), session.Repeats, warmUps: 2));
        var plan = DecoderPlan.Of(TrainedModel.Thirty.Config);
        var rate = 2.0 * (plan.MultiplyingParameters - (long)plan.Config.VocabularySize * plan.Config.Width) * tokens / 1e9;
        session.Log($"{mode.Name}: {tokens:N0} tokens/s, {rate:F0} of {product:F0} GFLOP/s");
        return rate / product;
    }
}
