namespace Heed.Language.Datasets;

/// <summary>What a record says, however it is spelled. The id is the record's own, or made from its content.</summary>
public abstract record Example(string Id);
