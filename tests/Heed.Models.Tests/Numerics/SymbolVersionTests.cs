using Heed.Models.Numerics.Native;
using Xunit;

namespace Heed.Models.Tests.Numerics;

public sealed class SymbolVersionTests
{
    [Fact]
    public void Only_the_records_twelve_bytes_can_change()
    {
        var stock = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        byte[] mended = [.. stock];
        Assert.True(SymbolVersion.Replace(mended, "GLIBCXX_3.4.32", "GLIBCXX_3.4.30"));
        Assert.InRange(stock.Zip(mended).Count(b => b.First != b.Second), 1, 8);
        Assert.False(SymbolVersion.Replace(mended, "GLIBCXX_3.4.32", "GLIBCXX_3.4.30"), "the record is gone, so there is nothing to mend");
    }

    [Fact]
    public void A_version_that_is_not_needed_is_not_found()
    {
        var stock = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        Assert.False(SymbolVersion.Replace(stock, "GLIBCXX_9.9.99", "GLIBCXX_3.4.30"));
    }

    [Fact]
    public void What_is_no_ELF_file_is_left_alone() => Assert.False(SymbolVersion.Replace(new byte[100], "GLIBCXX_3.4.32", "GLIBCXX_3.4.30"));
}
