using Xunit;

namespace Heed.Language.Tests;

/// <summary>Tests that measure the memory of the whole process: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
