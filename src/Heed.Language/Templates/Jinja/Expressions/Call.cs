using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Expressions;

/// <summary>The arguments a call is written with.</summary>
internal sealed record CallArguments(IReadOnlyList<Expression> Positional, IReadOnlyList<(string Name, Expression Value)> Named, Expression? Unpacked, Expression? UnpackedNamed)
{
    public static CallArguments None { get; } = new([], [], null, null);

    public Arguments Evaluate(Scope scope)
    {
        if (Positional.Count == 0 && Named.Count == 0 && Unpacked is null && UnpackedNamed is null) return Arguments.None;
        var positional = Positional.Select(p => p.Evaluate(scope)).ToList();
        var named = Named.Select(n => KeyValuePair.Create(n.Name, n.Value.Evaluate(scope))).ToList();
        if (Unpacked is not null) positional.AddRange(PySequence.Iterate(scope.Run.Meter, Unpacked.Evaluate(scope)));
        if (UnpackedNamed is not null)
        {
            var mapping = UnpackedNamed.Evaluate(scope);
            if (mapping is not PyDict dict) throw mapping is Undefined undefined ? undefined.Failure() : Fault.Type($"argument after ** must be a mapping, not {PyType.Name(mapping)}");
            foreach (var (key, value) in dict.Entries)
            {
                var name = PyText.Of(key) ?? throw Fault.Type("keywords must be strings");
                if (named.Any(n => n.Key == name)) throw Fault.Type($"got multiple values for keyword argument '{name}'");
                named.Add(KeyValuePair.Create(name, value));
            }
        }
        return new Arguments(positional, named);
    }
}

internal sealed record Call(Position At, Expression Function, CallArguments Arguments) : Expression(At)
{
    protected override object? Value(Scope scope) => Invoke(scope, caller: null);

    /// <param name="caller">The body of a call block.</param>
    public object? Invoke(Scope scope, Macro? caller)
    {
        var function = Function.Evaluate(scope);
        var arguments = Arguments.Evaluate(scope);
        scope.Run.At = At;
        if (caller is not null) arguments = arguments with { Named = [.. arguments.Named, KeyValuePair.Create("caller", (object?)caller)] };
        return function switch
        {
            Callable callable => callable.Call(scope.Run, arguments),
            Undefined undefined => throw undefined.Failure(),
            _ => throw Fault.Type($"'{PyType.Name(function)}' object is not callable")
        };
    }
}

/// <summary>value | name(arguments)</summary>
/// <param name="Input">Null in a filter block, whose text is given instead.</param>
internal sealed record FilterCall(Position At, Expression? Input, string Filter, CallArguments Arguments) : Expression(At)
{
    protected override object? Value(Scope scope) => Apply(scope, null);

    /// <param name="block">The text of a filter block, for the first filter of the chain.</param>
    public object? Apply(Scope scope, string? block)
    {
        var input = Input switch
        {
            null => block,
            FilterCall inner => inner.Apply(scope, block),
            _ => Input.Evaluate(scope)
        };
        var arguments = Arguments.Evaluate(scope);
        scope.Run.Step(At);
        return Filters.FilterTable.Find(Filter) is { } filter ? filter(scope.Run, input, arguments) : throw Fault.Runtime($"No filter named {PyRepr.Text(Filter)} found.");
    }
}

/// <summary>value is name(arguments)</summary>
internal sealed record TestCall(Position At, Expression Operand, string Test, CallArguments Arguments) : Expression(At)
{
    protected override object Value(Scope scope)
    {
        var operand = Operand.Evaluate(scope);
        var arguments = Arguments.Evaluate(scope);
        scope.Run.At = At;
        return Filters.TestTable.Find(Test) is { } test ? test(scope.Run, operand, arguments) : throw Fault.Runtime($"No test named {PyRepr.Text(Test)} found.");
    }
}
