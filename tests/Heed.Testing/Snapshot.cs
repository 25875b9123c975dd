using Xunit;

namespace Heed.Testing;

/// <summary>Text compared with a recorded file. HEED_UPDATE_SNAPSHOTS=1 records it anew.</summary>
public static class Snapshot
{
    public static void Matches(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("HEED_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }
        Assert.True(File.Exists(file), $"{file} is missing; run the tests with HEED_UPDATE_SNAPSHOTS=1 to record it");
        var expected = File.ReadAllText(file);
        if (expected == actual) return;
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var gone = before.Except(after).Take(10).Select(l => "- " + l);
        var come = after.Except(before).Take(10).Select(l => "+ " + l);
        Assert.Fail($"{Path.GetFileName(file)} changed; if it should, run the tests with HEED_UPDATE_SNAPSHOTS=1.\n{string.Join('\n', gone.Concat(come))}");
    }
}
