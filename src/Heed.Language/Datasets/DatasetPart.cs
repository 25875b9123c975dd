namespace Heed.Language.Datasets;

/// <summary>Which part of a dataset folder is meant; what is null is the folder's default.</summary>
public sealed record DatasetPart(string? Config = null, string? Split = null);
