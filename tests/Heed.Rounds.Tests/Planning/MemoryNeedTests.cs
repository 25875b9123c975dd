using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Rounds.Planning;
using Heed.Runs;
using Xunit;

namespace Heed.Rounds.Tests.Planning;

public sealed class MemoryNeedTests
{
    private static readonly DecoderPlan Model = DecoderPlan.Of(new DecoderConfig { VocabularySize = 1000, Width = 64, Layers = 2, Heads = 2 });

    [Fact]
    public void Another_trained_model_costs_its_weights_gradients_and_two_moments() =>
        Assert.Equal(16 * Model.Length, MemoryNeed.Of(Load with { TrainedModels = 2 }) - MemoryNeed.Of(Load));

    [Fact]
    public void A_kept_model_costs_its_weights() => Assert.Equal(4 * Model.Length, MemoryNeed.Of(Load with { KeptModels = 1 }) - MemoryNeed.Of(Load));

    [Fact]
    public void Longer_passes_cost_in_proportion()
    {
        var some = MemoryNeed.Of(Load with { PassTokens = 2000 }) - MemoryNeed.Of(Load with { PassTokens = 1000 });
        Assert.Equal(2 * some, MemoryNeed.Of(Load with { PassTokens = 4000 }) - MemoryNeed.Of(Load with { PassTokens = 2000 }));
    }

    [Fact]
    public void What_cannot_fit_is_refused_with_the_need_and_the_key_to_turn()
    {
        var refused = Assert.Throws<MemoryNeedException>(() => MemoryNeed.Require(Load with { PassTokens = int.MaxValue }));
        Assert.Equal(ExitCode.Resources, refused.ExitCode);
        Assert.Contains("tokens_a_pass", refused.Message, StringComparison.Ordinal);
        MemoryNeed.Require(Load);
    }

    private static StageLoad Load => new("pretrain", Model) { PassTokens = 100 };

    [Fact]
    public void With_an_adapter_the_base_has_no_gradients_and_no_moments_and_in_int8_a_byte_a_number()
    {
        var adapter = new AdapterConfig { Rank = 2 };
        static long Need(AdapterConfig? kind) => MemoryNeed.Of(Load with { Adapter = kind });
        var own = 16 * AdapterPlan.Of(Model, adapter).Parameters.Sum(p => p.Parameter.Length);
        Assert.Equal(12 * Model.Length - own, Need(null) - Need(adapter));
        Assert.Equal(3 * Model.Parameters.Where(Model.IsBlockMatrix).Sum(p => p.Length), Need(adapter) - Need(adapter with { Base = BaseNumbers.Int8 }));
    }

    [Fact]
    public void A_second_adapter_costs_itself_alone()
    {
        var adapter = new AdapterConfig { Rank = 2 };
        var own = 16 * AdapterPlan.Of(Model, adapter).Parameters.Sum(p => p.Parameter.Length);
        Assert.Equal(own, MemoryNeed.Of(Load with { Adapter = adapter, TrainedModels = 2 }) - MemoryNeed.Of(Load with { Adapter = adapter }));
    }
}
