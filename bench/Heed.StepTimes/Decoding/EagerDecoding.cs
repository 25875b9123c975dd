using Heed.StepTimes.Eager;
using Heed.StepTimes.Training;
using static TorchSharp.torch;

namespace Heed.StepTimes.Decoding;

/// <summary>
/// The same in stock TorchSharp: float32, scaled dot-product attention over keys and values that are kept in tensors of their full length,
/// multinomial sampling. Steps in the middle of the answer are taken, whose attention is as long as that of Heed's median step.
/// </summary>
internal static class EagerDecoding
{
    private const int From = OwnDecoding.Prompt + OwnDecoding.Answer / 2 - 4;

    /// <summary>Tokens a second; once a session.</summary>
    public static double TokensASecond(Session session, int batch) => session.Shared($"eager decode {batch}", () =>
    {
        using var quiet = no_grad();
        using var outer = NewDisposeScope();
        using var model = new EagerModel(TrainedModel.Thirty.Config);
        model.Keep(batch, OwnDecoding.Prompt + OwnDecoding.Answer);
        model.Fill(From);
        var tokens = zeros(batch, 1, int64);
        var position = (long)From;
        void Step()
        {
            using var scope = NewDisposeScope();
            var logits = model.Read(tokens, position++).view(batch, -1);
            using var next = multinomial(nn.functional.softmax(logits, -1), 1);
            tokens.copy_(next);
        }
        var rate = batch / session.Median(Step, repeats: 7, warmUps: 2);
        model.Forget();
        session.Log($"eager, {batch} at once: {rate:N0} tokens/s");
        return rate;
    });
}
