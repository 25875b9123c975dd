using System.Text.Json.Nodes;
using Heed.Testing;

namespace Heed.EndToEnd.Tests;

/// <summary>A whole round in a world of a few thousand words, made once for all tests.</summary>
public sealed class TinyRound : IDisposable
{
    private static readonly string[] Sizes =
    [
        "world.megabytes=0.15", "world.demonstrations=80", "world.candidate_prompts=40", "world.reward_test_prompts=40", "world.evaluation_prompts=40",
        "data.canaries=null", "tokenizer.vocabulary_size=400", "model.width=32", "model.layers=2", "model.heads=2", "pretraining.steps=30", "policy.steps=3", "policy.answers=16",
        "candidates.max_new_tokens=12", "policy.max_new_tokens=12", "evidence.max_new_tokens=12",
    ];

    private readonly TemporaryFolder _folder = new();

    public TinyRound()
    {
        Outcome = HeedProcess.Run(["quickstart", "--json", "--seed", "5", "--out", Folder, .. Sizes.SelectMany(s => new[] { "--set", s })]);
    }

    public string Folder => _folder.File("round");

    internal HeedProcess.Outcome Outcome { get; }

    internal JsonObject Result => Outcome.Json;

    public void Dispose() => _folder.Dispose();
}
