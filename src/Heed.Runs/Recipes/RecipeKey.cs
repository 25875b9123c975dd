using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heed.Runs.Recipes;

/// <summary>One key of a recipe: a settable public property of a record.</summary>
internal sealed record RecipeKey(string Name, PropertyInfo Property, bool Required, bool Nullable, bool MayChangeOnResume)
{
    public Type Type => Property.PropertyType;

    /// <summary>The keys of a record in the order of their declaration, those of its base records first.</summary>
    public static IReadOnlyList<RecipeKey> Of(Type record)
    {
        var nullability = new NullabilityInfoContext();
        return
        [
            .. from property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               where property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0
               where property.GetCustomAttribute<JsonIgnoreAttribute>() is null
               orderby Depth(property.DeclaringType!), property.MetadataToken
               select Of(property, nullability)
        ];
    }

    private static RecipeKey Of(PropertyInfo property, NullabilityInfoContext nullability) => new(
        JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
        property,
        property.IsDefined(typeof(RequiredMemberAttribute)),
        nullability.Create(property).WriteState == NullabilityState.Nullable,
        property.IsDefined(typeof(MayChangeOnResumeAttribute)));

    private static int Depth(Type type) => type.BaseType is { } above ? Depth(above) + 1 : 0;
}
