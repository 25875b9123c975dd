using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using Heed.Runs;
using Xunit;

namespace Heed.Conventions.Tests;

/// <summary>What holds for every recipe of every library.</summary>
public sealed class RecipeTests
{
    // A kind that a recipe lists but that cannot be read fails with the schema of that recipe.
    public static TheoryData<Type> Recipes => [.. PublicApiTests.Libraries.Select(row => Assembly.Load(row.Data)).SelectMany(a => a.GetExportedTypes())
        .Where(t => typeof(IRecipe).IsAssignableFrom(t) && t is { IsClass: true, IsAbstract: false } && t.GetConstructor(Type.EmptyTypes) is not null)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_defaults_read_back_as_written(Type recipe)
    {
        var defaults = (IRecipe)Activator.CreateInstance(recipe)!;
        Assert.SkipWhen(recipe.GetProperties().Any(p => p.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))), "it has keys without default");
        Assert.SkipWhen(defaults.Problems().Any(), "its defaults need more");
        var yaml = (string)Call(nameof(Recipe.ToYaml), recipe, defaults)!;
        Assert.Equal(yaml, Call(nameof(Recipe.ToYaml), recipe, Call(nameof(Recipe.Resolve), recipe, yaml, null, "defaults")));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_schema_knows_every_key(Type recipe)
    {
        var schema = (JsonNode)Call(nameof(Recipe.Schema), recipe)!;
        Assert.Equal("object", (string?)schema["type"]);
        Assert.NotNull(schema["properties"]);
    }

    private static object? Call(string method, Type recipe, params object?[] arguments)
    {
        try
        {
            return typeof(Recipe).GetMethod(method)!.MakeGenericMethod(recipe).Invoke(null, arguments);
        }
        catch (TargetInvocationException wrapped)
        {
            ExceptionDispatchInfo.Throw(wrapped.InnerException!);
            throw;
        }
    }
}
