using System.Reflection;
using System.Text;
using Heed.Testing;
using Xunit;

namespace Heed.Conventions.Tests;

/// <summary>The public surface of every library, kept in PublicApi/*.txt: a change of it shows in review.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries =>
        [.. Repository.Projects().Select(p => Path.GetFileNameWithoutExtension(p)).Where(p => p != "Heed.Cli")];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_surface_is_the_recorded_one(string library) =>
        Snapshot.Matches(Path.Combine(Repository.Root, "tests", "Heed.Conventions.Tests", "PublicApi", library + ".txt"), Surface(Assembly.Load(library)));

    private static string Surface(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(type.FullName).Append('\n');
            const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            var members = type.GetMembers(own).Where(m => m is not MethodBase { IsSpecialName: true } or ConstructorInfo)
                .Where(m => !m.Name.StartsWith('<') && m.MemberType != MemberTypes.NestedType)
                .Select(m => $"  {m.MemberType} {m}").Order(StringComparer.Ordinal);
            foreach (var member in members) text.Append(member).Append('\n');
        }
        return text.ToString();
    }
}
