using Heed.Evaluation.Reports;
using Xunit;

namespace Heed.Evaluation.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void The_page_is_written_for_a_look()
    {
        var path = Environment.GetEnvironmentVariable("HEED_REPORT");
        Assert.SkipWhen(string.IsNullOrEmpty(path), "HEED_REPORT names no file");
        new Report(ExampleRun.Whole()).Save(path!);
    }
}
