using Xunit;

namespace Heed.Models.Tests.Generation;

/// <summary>Tests that count what the whole process holds, or set how many threads it uses: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
