using System.Text.RegularExpressions;
using Xunit;

namespace Heed.Conventions.Tests;

public sealed partial class NameTests
{
    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        string[] empty = ["Common", "Helpers", "Utils", "Utilities", "Services", "Core", "Managers", "Misc"];
        var found = Repository.Sources().SelectMany(f => Repository.Relative(Path.GetDirectoryName(f)!).Split('/')).Distinct().Intersect(empty);
        Assert.Empty(found);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var found = Repository.Sources().Where(f => VagueType().IsMatch(Path.GetFileNameWithoutExtension(f))).Select(Repository.Relative);
        Assert.Empty(found);
    }

    [Fact]
    public void Code_holds_nothing_unfinished_and_silences_no_warning()
    {
        var found = from file in Repository.Sources("src", "apps", "bench")
                    from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
                    where Unfinished().IsMatch(line.text)
                    select $"{Repository.Relative(file)}:{line.number}: {line.text.Trim()}";
        Assert.Empty(found);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var wrong = from file in Repository.Sources("src", "apps", "bench")
                    let declared = NamespaceLine().Match(File.ReadAllText(file))
                    where declared.Success
                    let folder = Repository.Relative(Path.GetDirectoryName(file)!).Split('/', 2)[1].Replace('/', '.')
                    where declared.Groups[1].Value != folder
                    select $"{Repository.Relative(file)}: {declared.Groups[1].Value}, expected {folder}";
        Assert.Empty(wrong);
    }

    [GeneratedRegex("(Helper|Helpers|Utils|Util|Manager|Service|Common|Misc)$")]
    private static partial Regex VagueType();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK|XXX)\b|#pragma warning disable|SuppressMessage|catch *\{ *\}|catch \(Exception\) *\{ *\}")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
