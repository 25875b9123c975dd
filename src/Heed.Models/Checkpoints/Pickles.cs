using Heed.Runs;

namespace Heed.Models.Checkpoints;

/// <summary>PyTorch's own files are programs in Python's pickle format: to read one is to run it.</summary>
internal static class Pickles
{
    /// <summary>Whether a path is a file that PyTorch writes so, by its name.</summary>
    public static bool IsOne(string path) => File.Exists(path) && Path.GetExtension(path) is (".bin" or ".pt" or ".pth");

    public static CheckpointException Refused(string path) => new($"{path} is a PyTorch pickle: reading one runs whatever code it holds, so Heed does not. "
        + "Convert it where you trust it: in Python, AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder, safe_serialization=True), or use the hub's safetensors version.");
}
