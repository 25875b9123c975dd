namespace Heed.Runs;

/// <summary>A key on which two recipes differ, with both values as text.</summary>
public sealed record RecipeDifference(string Path, string Was, string Now)
{
    public override string ToString() => $"{Path}: {Was} became {Now}";
}
