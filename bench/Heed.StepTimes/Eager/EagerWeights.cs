using Heed.Models.Architecture;
using static TorchSharp.torch;

namespace Heed.StepTimes.Eager;

/// <summary>Heed's weights in an eager model, so that both sides compute the same.</summary>
internal static class EagerWeights
{
    /// <param name="names">In the order in which the module registers its parameters.</param>
    public static void Take(nn.Module module, IEnumerable<string> names, ParameterBuffer weights)
    {
        using var quiet = no_grad();
        foreach (var (name, target) in names.Zip(module.parameters()))
            using (var source = tensor(weights[name].ToArray()).view(target.shape)) target.copy_(source);
    }
}
