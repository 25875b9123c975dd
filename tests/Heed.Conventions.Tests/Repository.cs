namespace Heed.Conventions.Tests;

/// <summary>The checkout that this test assembly was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Our C# sources: no build output, no generated file.</summary>
    public static IEnumerable<string> Sources(params string[] folders) =>
        (folders.Length == 0 ? ["src", "apps", "bench", "tests"] : folders)
        .Select(f => Path.Combine(Root, f)).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
        .Where(f => !Built(f)).Order(StringComparer.Ordinal);

    /// <summary>The project files of src and apps.</summary>
    public static IEnumerable<string> Projects() => new[] { "src", "apps" }.Select(f => Path.Combine(Root, f))
        .SelectMany(f => Directory.EnumerateFiles(f, "*.csproj", SearchOption.AllDirectories)).Where(f => !Built(f)).Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static bool Built(string file) => file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Heed.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Heed.slnx was not found above the test assembly.");
    }
}
