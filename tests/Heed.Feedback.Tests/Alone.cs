using Xunit;

namespace Heed.Feedback.Tests;

/// <summary>Tests whose time is bounded: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
