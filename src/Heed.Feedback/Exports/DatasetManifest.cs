using Heed.Feedback.Events;
using Heed.Feedback.Items;

namespace Heed.Feedback.Exports;

/// <summary>A frozen version of a dataset: dataset.json beside its data. Whoever learns from it keeps a copy.</summary>
public sealed record DatasetManifest
{
    /// <summary>The file's name beside the data and in a run folder.</summary>
    public const string FileName = "dataset.json";

    /// <summary>A hash of the answers that went in and of what was made of them.</summary>
    public required string Version { get; init; }

    public required ExportShape Shape { get; init; }

    public required string Format { get; init; }

    public required ExportWeights Weights { get; init; }

    /// <summary>The record it was made of.</summary>
    public required string Source { get; init; }

    /// <summary>The last event that was looked at.</summary>
    public required long UpTo { get; init; }

    /// <summary>Records written.</summary>
    public required long Rows { get; init; }

    /// <summary>Items behind them.</summary>
    public required long Items { get; init; }

    /// <summary>Answers behind them.</summary>
    public required long Answers { get; init; }

    /// <summary>Different raters.</summary>
    public required int Raters { get; init; }

    /// <summary>Answers without a name.</summary>
    public required long Unnamed { get; init; }

    /// <summary>Answers left out, by reason.</summary>
    public required IReadOnlyDictionary<string, long> LeftOut { get; init; }

    /// <summary>Answers by the policy that gave out their items.</summary>
    public required IReadOnlyDictionary<string, long> Sampling { get; init; }

    /// <summary>Answers by version of the guidelines; 0 before there were any.</summary>
    public required IReadOnlyDictionary<int, long> Guidelines { get; init; }

    /// <summary>Answers by version of the consent text.</summary>
    public required IReadOnlyDictionary<string, long> Consents { get; init; }

    /// <summary>Answers by who or what gave them: human, model, code. Empty in versions of before.</summary>
    public IReadOnlyDictionary<string, long> Actors { get; init; } = new Dictionary<string, long>();

    /// <summary>Answers by where they come from: labelling, review, use of a served model. Empty in versions of before.</summary>
    public IReadOnlyDictionary<string, long> Origins { get; init; } = new Dictionary<string, long>();

    /// <summary>Krippendorff's α of the comparisons; null where it is not known.</summary>
    public double? Alpha { get; init; }

    /// <summary>Why raters were not judged; empty where they were, or were not asked to be.</summary>
    public string ReliabilityNote { get; init; } = "";

    /// <summary>The places of the answers in the log.</summary>
    public required string Members { get; init; }

    /// <summary>The fact that this version was made; one fact a version.</summary>
    public DatasetFrozen Frozen(DateTimeOffset time, string place) =>
        new(Identity.Of("frozen", Version), time, place, Version, Shape.ToString().ToLowerInvariant(), UpTo, Members);
}
