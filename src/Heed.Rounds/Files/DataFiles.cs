namespace Heed.Rounds.Files;

/// <summary>The names in a folder of prepared data.</summary>
public static class DataFiles
{
    public const string Train = "train.jsonl", HeldOut = "heldout.jsonl";
}
