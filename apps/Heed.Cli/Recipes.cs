namespace Heed.Cli;

/// <summary>The recipes that come with the program.</summary>
internal static class Recipes
{
    /// <summary>A recipe of ours: in the working folder's recipes, else above the program.</summary>
    public static string Find(string name)
    {
        var here = Path.Combine("recipes", name);
        if (File.Exists(here)) return here;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "recipes", name))) return Path.Combine(folder.FullName, "recipes", name);
        return here;
    }
}
