using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Expressions;

/// <summary>The parameters of a macro or a call block. Which of varargs, kwargs and caller it takes follows from what its body names.</summary>
internal sealed record Signature(IReadOnlyList<string> Names, IReadOnlyList<Expression> Defaults, bool TakesMore, bool TakesNamed, bool TakesCaller)
{
    public void Bind(Scope scope, string? macro, Arguments given)
    {
        var named = given.Named.ToList();
        var values = Names.Select((name, i) => i < given.Positional.Count ? given.Positional[i] : Take(named, name)).ToList();
        if (TakesCaller && !Names.Contains("caller")) scope.Set("caller", Take(named, "caller") is { } caller && !ReferenceEquals(caller, Arguments.Missing) ? caller : Undefined.Because("No caller defined"));
        var called = macro is null ? "None" : PyRepr.Text(macro);
        if (TakesNamed && !Names.Contains("kwargs"))
        {
            var rest = new PyDict();
            foreach (var (name, value) in named) rest.Set(name, value);
            scope.Set("kwargs", rest);
        }
        else if (named.Count > 0)
        {
            throw Fault.Type(named.Any(n => n.Key == "caller") ? $"macro {called} was invoked with two values for the special caller argument. This is most likely a bug."
                : $"macro {called} takes no keyword argument {PyRepr.Text(named[0].Key)}");
        }
        if (TakesMore && !Names.Contains("varargs")) scope.Set("varargs", new PyTuple([.. given.Positional.Skip(Names.Count)]));
        else if (given.Positional.Count > Names.Count) throw Fault.Type($"macro {called} takes not more than {Names.Count} argument(s)");
        SetNames(scope, values);
    }

    // Defaults are computed last, in order, and see the parameters before them.
    private void SetNames(Scope scope, List<object?> values)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            var fallback = i - (Names.Count - Defaults.Count);
            if (ReferenceEquals(values[i], Arguments.Missing))
                values[i] = fallback >= 0 ? Defaults[fallback].Evaluate(scope) : Undefined.Because($"parameter {PyRepr.Text(Names[i])} was not provided");
            scope.Set(Names[i], values[i]);
        }
    }

    private static object? Take(List<KeyValuePair<string, object?>> named, string name)
    {
        var i = named.FindIndex(n => n.Key == name);
        if (i < 0) return Arguments.Missing;
        var value = named[i].Value;
        named.RemoveAt(i);
        return value;
    }
}
