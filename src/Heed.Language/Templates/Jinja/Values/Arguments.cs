namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What a call gives.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyList<KeyValuePair<string, object?>> Named)
{
    public static Arguments None { get; } = new([], []);

    /// <summary>By parameter: a name that ends in <c>=</c> is optional and null here where not given (<see cref="Missing"/> tells it from None).</summary>
    /// <exception cref="ChatTemplateException">TypeError: too many, too few, unknown or given twice.</exception>
    public object?[] For(string function, params ReadOnlySpan<string> parameters)
    {
        var values = new object?[parameters.Length];
        Array.Fill(values, Missing);
        if (Positional.Count > parameters.Length)
            throw Fault.Type($"{function}() takes at most {parameters.Length} argument{(parameters.Length == 1 ? "" : "s")} ({Positional.Count} given)");
        for (var i = 0; i < Positional.Count; i++) values[i] = Positional[i];
        foreach (var (name, value) in Named)
        {
            var i = parameters.Length - 1;
            while (i >= 0 && parameters[i].TrimEnd('=') != name) i--;
            if (i < 0) throw Fault.Type($"{function}() got an unexpected keyword argument '{name}'");
            if (!ReferenceEquals(values[i], Missing)) throw Fault.Type($"{function}() got multiple values for argument '{name}'");
            values[i] = value;
        }
        for (var i = 0; i < values.Length; i++)
            if (ReferenceEquals(values[i], Missing) && !parameters[i].EndsWith('='))
                throw Fault.Type($"{function}() missing required argument: '{parameters[i]}'");
        return values;
    }

    /// <summary>Stands where an optional argument was not given.</summary>
    public static object Missing { get; } = new();

    /// <summary>The argument, or a default where it was not given.</summary>
    public static object? Or(object? value, object? otherwise) => ReferenceEquals(value, Missing) ? otherwise : value;
}
