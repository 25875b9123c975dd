using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>Names of types, as Python's messages have them.</summary>
internal static class PyType
{
    public static string Name(object? value) => value switch
    {
        null => "NoneType",
        bool => "bool",
        BigInteger => "int",
        double => "float",
        string => "str",
        Markup => "Markup",
        PyList => "list",
        PyTuple => "tuple",
        PyDict => "dict",
        PyRange => "range",
        DictView view => view.Kind,
        Undefined => "Undefined",
        Generator => "generator",
        Callable callable => callable.TypeName,
        _ => value.GetType().Name
    };

    /// <summary>As Jinja words what an attribute was missing from.</summary>
    public static string Described(object? value) => value is null ? "None" : value is Markup ? "markupsafe.Markup object"
        : value is Namespace ? "jinja2.utils.Namespace object" : $"{Name(value)} object";
}
