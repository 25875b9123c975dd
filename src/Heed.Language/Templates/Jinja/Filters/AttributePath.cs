using System.Numerics;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>The attribute="address.city" of filters: names and positions with points between them.</summary>
internal static class AttributePath
{
    /// <param name="attribute">None: the value itself.</param>
    /// <param name="otherwise">Stands where a part of the path is undefined; null: nothing does.</param>
    public static Func<object?, object?> Getter(Rendering run, object? attribute, object? otherwise = null)
    {
        var parts = Parts(attribute);
        return item =>
        {
            foreach (var part in parts)
            {
                run.Meter.Spend();
                item = PyMember.Item(item, part);
                if (otherwise is not null && item is Undefined) item = otherwise;
            }
            return item;
        };
    }

    /// <summary>Several paths with commas between them, as one list to compare.</summary>
    public static Func<object?, object?> Several(Rendering run, object? attribute, Func<object?, object?> after)
    {
        var getters = (PyText.Of(attribute) is { } text ? text.Split(',').Select(p => Getter(run, p)) : [Getter(run, attribute)]).ToArray();
        return item => new PyList(Array.ConvertAll(getters, get => after(get(item))));
    }

    /// <summary>Texts in small letters, where case does not count.</summary>
    public static Func<object?, object?> Case(bool sensitive) => sensitive ? value => value : value => PyText.Of(value) is { } text ? PyCase.Lower(text) : value;

    private static object?[] Parts(object? attribute) => attribute is null ? [] : PyText.Of(attribute) is not { } text ? [attribute]
        : [.. text.Split('.').Select(p => p.Length is > 0 and < 10 && p.All(char.IsAsciiDigit) ? (object)new BigInteger(int.Parse(p)) : p)];
}
