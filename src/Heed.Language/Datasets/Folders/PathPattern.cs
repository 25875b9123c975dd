using System.Text;
using System.Text.RegularExpressions;

namespace Heed.Language.Datasets.Folders;

/// <summary>Patterns of paths: '*' and '?' within a name, '**' over any number of folders, sets of letters in brackets, alternatives in braces.</summary>
internal sealed class PathPattern
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    /// <exception cref="DatasetException">The pattern is none.</exception>
    public PathPattern(string pattern)
    {
        try
        {
            _regex = new Regex(Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Longest);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new DatasetException(pattern, null, "this is no pattern of paths; known are *, **, ?, [a-z] and {a,b}", error);
        }
    }

    /// <summary>Whether a path with forward slashes is meant.</summary>
    public bool Fits(string path) => _regex.IsMatch(path);

    /// <summary>The files of a folder that a pattern names, in ordinal order; files with a name that does not end as data do are left out unless they are named wholly.</summary>
    internal static List<string> Files(string folder, string pattern)
    {
        var whole = Inside(folder, pattern);
        if (File.Exists(whole)) return [whole];
        if (Directory.Exists(whole)) pattern = pattern.TrimEnd('/') + "/**";
        var fits = new PathPattern(pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern);
        return [.. DataFiles.InFolder(folder).Where(f => DataFiles.EndingOf(f) is not null && fits.Fits(Path.GetRelativePath(folder, f).Replace('\\', '/')))];
    }

    /// <summary>The full path of something in a folder.</summary>
    /// <exception cref="DatasetException">It leads out of the folder.</exception>
    internal static string Inside(string folder, string path) =>
        !Path.IsPathRooted(path) && !path.Split('/', '\\').Contains("..") && !path.Contains("://", StringComparison.Ordinal) ? Path.Combine(folder, path)
            : throw new DatasetException(Path.Combine(folder, "README.md"), null, $"the path '{path}' leads out of the folder; only the folder's own files are read");

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        var open = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/")) (regex, i) = (regex.Append("(.*/)?"), i + 2);
            else if (rest.StartsWith("**")) (regex, i) = (regex.Append(".*"), i + 1);
            else if (rest[0] == '[' && rest.IndexOf(']') is > 1 and var end) (regex, i) = (regex.Append(Set(rest[1..end])), i + end);
            else if (rest[0] == '{') (regex, open) = (regex.Append('('), open + 1);
            else if (rest[0] == '}' && open > 0) (regex, open) = (regex.Append(')'), open - 1);
            else regex.Append(rest[0] switch { '*' => "[^/]*", '?' => "[^/]", ',' when open > 0 => "|", var letter => Regex.Escape(letter.ToString()) });
        }
        return regex.Append(')', open).Append('$').ToString();
    }

    private static string Set(ReadOnlySpan<char> letters) => $"[{(letters[0] is '!' or '^' ? "^/" : "")}{letters.TrimStart("!^").ToString().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)}]";
}
