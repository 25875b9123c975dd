using Heed.Testing;
using Xunit;

namespace Heed.Feedback.Tests.Golden;

/// <summary>Every case of golden/feedback but the calibration of models, by kind; a kind that Heed has no method for is skipped by name.</summary>
public sealed class FeedbackGoldenTests
{
    private static readonly Dictionary<string, Action<GoldenCase>> Kinds = new[]
    {
        AgreementKinds.Kinds, CrowdKinds.Kinds, RankingKinds.Kinds, StatisticsKinds.Kinds, SequentialKinds.Kinds, WorldKinds.Kinds,
    }.SelectMany(k => k).ToDictionary();

    public static TheoryData<string, string> Names => Testing.Golden.Names("feedback", c => c.File != "calibration.json");

    [Theory]
    [Trait("Kind", "Golden")]
    [MemberData(nameof(Names))]
    public void A_statistic_of_feedback_meets_the_numbers_of_the_reference(string file, string name)
    {
        var golden = Testing.Golden.Case("feedback", file, name);
        Assert.SkipUnless(Kinds.TryGetValue(golden.Kind, out var check), $"kind not implemented yet: {golden.Kind}");
        check!(golden);
    }
}
