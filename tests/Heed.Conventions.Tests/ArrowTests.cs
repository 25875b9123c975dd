using System.Xml.Linq;
using Xunit;

namespace Heed.Conventions.Tests;

/// <summary>Who may know whom. The table is the architecture; a new arrow is a decision, recorded in docs/decisions.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Heed.Runs"] = [],
        ["Heed.Language"] = ["Heed.Runs"],
        ["Heed.Feedback"] = ["Heed.Runs", "Heed.Language"],
        ["Heed.Feedback.Store"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback"],
        ["Heed.Models"] = ["Heed.Runs", "Heed.Language"],
        ["Heed.Learning"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback", "Heed.Models"],
        ["Heed.Evaluation"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback", "Heed.Models"],
        ["Heed.Rounds"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback", "Heed.Models", "Heed.Learning", "Heed.Evaluation"],
        ["Heed.Simulation"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback"],
        ["Heed.Labelling"] = ["Heed.Runs", "Heed.Language", "Heed.Feedback", "Heed.Feedback.Store"],
        ["Heed.Cli"] = ["*"],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects().Select(p => Path.GetFileNameWithoutExtension(p))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_those_the_architecture_lets_it_know(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} has no row in the table of arrows");
        if (Allowed[project] is ["*"]) return;
        Assert.Empty(References(project).Except(Allowed[project]));
    }

    [Theory]
    [InlineData("Heed.Runs")]
    [InlineData("Heed.Language")]
    [InlineData("Heed.Feedback")]
    [InlineData("Heed.Feedback.Store")]
    [InlineData("Heed.Simulation")]
    public void TorchSharp_begins_in_Models(string project) =>
        Assert.DoesNotContain("TorchSharp", Packages(project).Concat(References(project).SelectMany(Packages)));

    [Theory]
    [InlineData("Heed.Learning")]
    [InlineData("Heed.Models")]
    [InlineData("Heed.Rounds")]
    public void Nothing_that_learns_can_see_the_gold_reward(string project)
    {
        if (!Repository.Projects().Any(p => Path.GetFileNameWithoutExtension(p) == project)) Assert.Skip("no such project");
        Assert.DoesNotContain("Heed.Simulation", Reachable(project));
        var learning = Repository.Sources("src").Where(f => Repository.Relative(f).StartsWith($"src/{project}/", StringComparison.Ordinal) && project != "Heed.Rounds");
        Assert.Empty(learning.Where(f => File.ReadAllText(f).Contains("GoldReward", StringComparison.Ordinal)).Select(Repository.Relative));
    }

    [Fact]
    public void Stages_of_learning_do_not_use_each_other()
    {
        string[] stages = ["Pretraining", "Finetuning", "RewardModelling", "PreferenceOptimization", "PolicyOptimization"];
        var crossed = from file in Repository.Sources("src/Heed.Learning")
                      from own in stages
                      where Repository.Relative(file).StartsWith($"src/Heed.Learning/{own}/", StringComparison.Ordinal)
                      from other in stages
                      where other != own && File.ReadAllText(file).Contains($"using Heed.Learning.{other};", StringComparison.Ordinal)
                      select $"{Repository.Relative(file)} uses {other}";
        Assert.Empty(crossed);
    }

    private static HashSet<string> Reachable(string project)
    {
        var seen = new HashSet<string>();
        void Visit(string p) { if (seen.Add(p)) foreach (var r in References(p)) Visit(r); }
        Visit(project);
        return seen;
    }

    private static IEnumerable<string> References(string project) => Items(project, "ProjectReference").Select(i => Path.GetFileNameWithoutExtension(i)!);

    private static IEnumerable<string> Packages(string project) => Items(project, "PackageReference");

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.Projects().Single(p => Path.GetFileNameWithoutExtension(p) == project))
            .Descendants(kind).Select(e => ((string)e.Attribute("Include")!).Replace('\\', '/'));
}
