using System.Numerics;
using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Filters;

/// <summary>value is test(arguments)</summary>
internal delegate bool Test(Rendering run, object? value, Arguments arguments);

/// <summary>Every test by its name.</summary>
internal static class TestTable
{
    private static readonly Dictionary<string, Test> Tests = new(StringComparer.Ordinal)
    {
        ["defined"] = Of("defined", (_, value) => value is not Undefined),
        ["undefined"] = Of("undefined", (_, value) => value is Undefined),
        ["none"] = Of("none", (_, value) => value is null),
        ["boolean"] = Of("boolean", (_, value) => value is bool),
        ["true"] = Of("true", (_, value) => value is true),
        ["false"] = Of("false", (_, value) => value is false),
        ["integer"] = Of("integer", (_, value) => value is BigInteger),
        ["float"] = Of("float", (_, value) => value is double),
        ["number"] = Of("number", (_, value) => value is BigInteger or double or bool),
        ["string"] = Of("string", (_, value) => value is string or Markup),
        ["mapping"] = Of("mapping", (_, value) => value is PyDict),
        ["sequence"] = Of("sequence", (_, value) => value is string or Markup or PyList or PyTuple or PyDict or PyRange or Undefined),
        ["iterable"] = Of("iterable", (_, value) => value is LoopVariables || PySequence.TryIterate(value) is not null),
        ["callable"] = Of("callable", (_, value) => value is Callable or Undefined),
        ["escaped"] = Of("escaped", (_, value) => value is Markup),
        ["lower"] = Of("lower", (run, value) => PyCase.All(PyRepr.Str(run.Meter, value), upper: false)),
        ["upper"] = Of("upper", (run, value) => PyCase.All(PyRepr.Str(run.Meter, value), upper: true)),
        ["odd"] = Of("odd", (run, value) => PyCompare.Equal(run.Meter, PyArithmetic.Apply(run, "%", value, new BigInteger(2)), BigInteger.One)),
        ["even"] = Of("even", (run, value) => PyCompare.Equal(run.Meter, PyArithmetic.Apply(run, "%", value, new BigInteger(2)), BigInteger.Zero)),
        ["divisibleby"] = (run, value, arguments) => PyCompare.Equal(run.Meter, PyArithmetic.Apply(run, "%", value, arguments.For("divisibleby", "num")[0]), BigInteger.Zero),
        ["sameas"] = (_, value, arguments) => Same(value, arguments.For("sameas", "other")[0]),
        ["in"] = (run, value, arguments) => PySequence.Contains(run.Meter, arguments.For("in", "seq")[0], value),
        ["filter"] = Of("filter", (_, value) => PyText.Of(value) is { } name && FilterTable.Find(name) is not null),
        ["test"] = Of("test", (_, value) => PyText.Of(value) is { } name && Find(name) is not null),
        ["=="] = Compared("=="),
        ["eq"] = Compared("=="),
        ["equalto"] = Compared("=="),
        ["!="] = Compared("!="),
        ["ne"] = Compared("!="),
        [">"] = Compared(">"),
        ["gt"] = Compared(">"),
        ["greaterthan"] = Compared(">"),
        [">="] = Compared(">="),
        ["ge"] = Compared(">="),
        ["<"] = Compared("<"),
        ["lt"] = Compared("<"),
        ["lessthan"] = Compared("<"),
        ["<="] = Compared("<="),
        ["le"] = Compared("<="),
    };

    public static Test? Find(string name) => Tests.GetValueOrDefault(name);

    private static Test Of(string name, Func<Rendering, object?, bool> test) => (run, value, arguments) =>
    {
        arguments.For(name);
        return test(run, value);
    };

    private static Test Compared(string symbol) => (run, value, arguments) => Comparison.Holds(run.Meter, symbol, value, arguments.For(symbol, "other")[0]);

    // Python has one object for each None, truth value, small int and short text.
    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (bool x, bool y) => x == y,
        (BigInteger x, BigInteger y) => x == y,
        (string x, string y) => x == y,
        _ => ReferenceEquals(a, b)
    };
}
