using Heed.Models.Checkpoints.Gguf;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Checkpoints.Gguf;

/// <summary>The small models of golden/models out as GGUF and back in.</summary>
[Trait("Kind", "Golden")]
public sealed class GgufModelTests
{
    public static TheoryData<string> Models => GoldenModels.Having("token_logprobs");

    [Theory, MemberData(nameof(Models))]
    public void A_model_comes_back_as_it_went_out_or_is_refused_by_name(string name)
    {
        var folder = GoldenModels.Folder(name);
        GoldenModels.Load(folder).Dispose();
        using var temporary = new TemporaryFolder();
        foreach (var type in Enum.GetValues<GgufType>())
        {
            var path = Path.Combine(temporary.Path, $"{type}.gguf");
            try
            {
                GgufExport.Write(folder, path, type);
            }
            catch (CheckpointException e)
            {
                Assert.Matches("cannot be exported as GGUF|no place in a GGUF file|does not know", e.Message);
                return;
            }
            GgufRoundTrip.Check(folder, path, type);
        }
    }
}
