namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What <c>joiner(', ')</c> gives: nothing at the first call, the separator at every other.</summary>
internal sealed class Joiner(string separator) : Callable
{
    private bool _used;

    public override string TypeName => "Joiner";

    public override string Repr => "<Joiner>";

    public override object? Call(Rendering run, Arguments arguments)
    {
        arguments.For("joiner");
        if (_used) return separator;
        _used = true;
        return "";
    }
}
