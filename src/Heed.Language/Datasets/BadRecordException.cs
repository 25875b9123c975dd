namespace Heed.Language.Datasets;

/// <summary>One record that cannot be used; caught where records are read, and quarantined.</summary>
internal sealed class BadRecordException(string reason) : Exception(reason);
