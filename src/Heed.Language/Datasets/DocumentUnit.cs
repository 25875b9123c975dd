namespace Heed.Language.Datasets;

/// <summary>What counts as one document of text.</summary>
public enum DocumentUnit
{
    /// <summary>A text file, or a record of a file of records.</summary>
    File,

    /// <summary>A line of a text file, or a record of a file of records.</summary>
    Record,

    /// <summary>What stands between blank lines, in text files and in records alike.</summary>
    Block
}
