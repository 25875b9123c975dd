using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>PyTorch's own files are programs in Python's pickle format: to read one is to run it.</summary>
internal static class Pickles
{
    public static CheckpointException Refused(string path) => new($"{path} is a PyTorch pickle: reading one runs whatever code it holds, so Heed does not. "
        + "Convert it where you trust it: in Python, AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder, safe_serialization=True), or use the hub's safetensors version.");
}
