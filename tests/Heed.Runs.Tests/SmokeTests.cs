using Heed.Testing;
using Xunit;

namespace Heed.Runs.Tests;

public sealed class SmokeTests
{
    public static TheoryData<string, string> Names => Golden.Names("nothing");

    [Theory]
    [Trait("Kind", "Golden")]
    [MemberData(nameof(Names))]
    public void Absent_kinds_give_no_test(string file, string name) => Assert.NotNull(Golden.Case("nothing", file, name));
}
