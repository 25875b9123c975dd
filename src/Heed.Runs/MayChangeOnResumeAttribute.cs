namespace Heed.Runs;

/// <summary>
/// Marks keys of a recipe (or all keys of a record) that do not change what is computed, such as where output goes and how often
/// something is logged or saved: a run may be resumed with other values of them.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class MayChangeOnResumeAttribute : Attribute;
