using Xunit;

namespace Heed.Models.Tests;

/// <summary>Tests that count tensors or change the team's threads, which belong to the whole process: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
