using System.Text.Json.Nodes;
using Heed.Evaluation.Memorisation;
using Heed.Testing;
using Xunit;

namespace Heed.Evaluation.Tests.Golden;

internal static class MemorisationKinds
{
    public static void CanaryExposure(GoldenCase c)
    {
        var exposures = c.Input("canary_losses").Select(loss => Evaluation.Memorisation.CanaryExposure.Of(loss, c.Input("candidate_losses"))).ToArray();
        c.Near(c.Expected["rank"], [.. exposures.Select(e => (double)e.Rank)], "rank");
        c.Near(c.Expected["exposure"], [.. exposures.Select(e => e.Exposure)], "exposure");
        c.Near(c.Expected["exposure_normal_approximation"], [.. exposures.Select(e => e.Estimated)], "exposure_normal_approximation");
    }

    public static void Extraction(GoldenCase c)
    {
        var training = Strings(c.Inputs["training"]);
        var generations = Strings(c.Inputs["generations"]);
        var numbers = new Dictionary<string, int>();
        int[] Encode(string text) => [.. text.Split(' ').Select(w => numbers.TryGetValue(w, out var known) ? known : numbers[w] = numbers.Count)];
        var search = new CopiedRuns(Encode, (int)c.Parameter("n"));
        var found = search.Find(generations, training);
        foreach (var (want, i) in ((JsonArray)c.Expected["per_generation"]!).Select((w, i) => (w!, i)))
        {
            c.Near(want["longest_common_tokens"], found[i].LongestTokens, "longest_common_tokens");
            c.Near(want["longest_common_characters"], found[i].LongestCharacters, "longest_common_characters");
            c.Near(want["copied_4gram_share"], found[i].CopiedShare, "copied_4gram_share");
            var place = search.Locate(generations[i], training)!.Value;
            c.Near(want["first_at"], [place.Document, place.StartInSample, place.StartInDocument], "first_at");
        }
    }

    public static void KEidetic(GoldenCase c)
    {
        var holding = ((JsonObject)c.Inputs["documents_holding"]!).ToDictionary(d => d.Key, d => (IReadOnlyList<int>)GoldenCase.Flat(d.Value).Select(v => (int)v).ToArray());
        foreach (var (k, want) in (JsonObject)c.Expected["memorised"]!)
            Assert.Equal(Strings(want), EideticMemory.Memorised(Strings(c.Inputs["extracted"]), holding, int.Parse(k)));
    }

    private static string[] Strings(JsonNode? node) => [.. ((JsonArray)node!).Select(n => (string)n!)];
}
