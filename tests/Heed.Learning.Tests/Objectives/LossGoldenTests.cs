using Heed.Learning.Tests.PolicyOptimization;
using Heed.Learning.Tests.RewardModelling;
using Heed.Testing;
using TorchSharp;
using Xunit;

namespace Heed.Learning.Tests.Objectives;

/// <summary>Every case of golden/losses, by kind; a kind that Heed has no objective for is skipped by name.</summary>
public sealed class LossGoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> Kinds = new[]
    {
        CrossEntropyGolden.Kinds, RewardGolden.Kinds, KlGolden.Kinds, PpoGolden.Kinds, AdvantageGolden.Kinds
    }.SelectMany(k => k).ToDictionary();

    public static TheoryData<string, string> Names => Golden.Names("losses");

    [Theory]
    [Trait("Kind", "Golden")]
    [MemberData(nameof(Names))]
    public void A_loss_meets_the_numbers_of_the_reference(string file, string name)
    {
        var golden = Golden.Case("losses", file, name);
        Assert.SkipUnless(Kinds.TryGetValue(golden.Kind, out var check), $"kind not implemented yet: {golden.Kind}");
        using var scope = torch.NewDisposeScope();
        check!(golden);
    }
}
