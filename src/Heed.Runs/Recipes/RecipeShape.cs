using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heed.Runs.Recipes;

/// <summary>What a type is in a recipe: a single value, a list, a dictionary by name, a record, or a choice of records.</summary>
internal static class RecipeShape
{
    /// <summary>The type of a list's entries; null where the type is no list.</summary>
    public static Type? Entry(Type type) =>
        type.IsArray ? type.GetElementType()
        : Generic(type) is { } open && (open == typeof(IReadOnlyList<>) || open == typeof(IReadOnlyCollection<>) || open == typeof(IList<>)
            || open == typeof(List<>) || open == typeof(IEnumerable<>)) ? type.GenericTypeArguments[0] : null;

    /// <summary>The type of a dictionary's values; null where the type is no dictionary by text.</summary>
    public static Type? NamedValue(Type type) =>
        Generic(type) is { } open && (open == typeof(IReadOnlyDictionary<,>) || open == typeof(IDictionary<,>) || open == typeof(Dictionary<,>))
        && type.GenericTypeArguments[0] == typeof(string) ? type.GenericTypeArguments[1] : null;

    /// <summary>A single value, written as one word.</summary>
    public static bool IsScalar(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(string) || plain == typeof(bool) || plain.IsEnum || ScalarText.IsNumber(plain);
    }

    /// <summary>A record of keys (or an abstract one that stands for several).</summary>
    public static bool IsRecord(Type type) => !IsScalar(type) && Entry(type) is null && NamedValue(type) is null && type.IsClass;

    /// <summary>The records that an abstract one stands for, by the value of <see cref="KindKey"/>; empty for a plain record.</summary>
    /// <remarks>Declared with the attribute of System.Text.Json: <c>[JsonDerivedType(typeof(Cosine), "cosine")]</c>.</remarks>
    public static IReadOnlyDictionary<string, Type> Kinds(Type type) => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .Where(a => a.TypeDiscriminator is string).ToDictionary(a => (string)a.TypeDiscriminator!, a => a.DerivedType);

    /// <summary>The key that chooses among the records an abstract one stands for.</summary>
    public static string KindKey(Type type) =>
        type.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false)?.TypeDiscriminatorPropertyName ?? "kind";

    /// <summary>A record with every key at its default; required keys are unset.</summary>
    public static object New(Type record) => record.GetConstructor(Type.EmptyTypes) is { } constructor && !record.IsAbstract
        ? constructor.Invoke(null)
        : throw new ArgumentException($"{record} cannot be read from a recipe: it needs a public constructor without parameters.");

    /// <summary>The words of an enum as recipes write them.</summary>
    public static IReadOnlyList<string> Words(Type enumeration) =>
        [.. Enum.GetNames(enumeration).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private static Type? Generic(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : null;
}
