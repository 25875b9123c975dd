using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Statements;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>A macro, or the body of a call block (then without a name), with the scope it was written in.</summary>
internal sealed class Macro(string? name, Signature signature, Body body, Scope defined) : Callable
{
    public override string TypeName => "Macro";

    public override string Repr => name is null ? "<Macro anonymous>" : $"<Macro {PyRepr.Text(name)}>";

    public override bool TryGet(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "arguments" => new PyTuple([.. signature.Names]),
            "catch_kwargs" => signature.TakesNamed,
            "catch_varargs" => signature.TakesMore,
            "caller" => signature.TakesCaller,
            _ => Arguments.Missing
        };
        return !ReferenceEquals(value, Arguments.Missing);
    }

    public override object? Call(Rendering run, Arguments arguments)
    {
        run.Meter.Enter();
        var scope = new Scope(defined);
        signature.Bind(scope, name, arguments);
        var text = run.Capture(() => body.Execute(scope));
        run.Meter.Leave();
        return text;
    }
}
