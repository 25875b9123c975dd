namespace Heed.Language.Templates.Jinja.Values;

/// <summary>A function or method of ours.</summary>
internal sealed class Function(string name, Func<Rendering, Arguments, object?> body, string typeName = "builtin_function_or_method") : Callable
{
    public override string TypeName => typeName;

    public override string Repr => typeName == "type" ? $"<class '{name}'>" : $"<built-in function {name}>";

    public override object? Call(Rendering run, Arguments arguments) => body(run, arguments);
}
