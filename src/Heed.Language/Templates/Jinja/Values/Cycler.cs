namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What <c>cycler('a', 'b')</c> gives: its values in turn.</summary>
internal sealed class Cycler : Callable
{
    private readonly IReadOnlyList<object?> _items;
    private int _at;

    public Cycler(IReadOnlyList<object?> items) => _items = items.Count > 0 ? items : throw ChatTemplateException.Of("RuntimeError", "at least one item has to be provided");

    public override string TypeName => "Cycler";

    public override string Repr => "<Cycler>";

    public override object? Call(Rendering run, Arguments arguments) => throw Fault.Type("'Cycler' object is not callable");

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "current" => _items[_at],
            "next" => new Function(name, (_, _) =>
            {
                var item = _items[_at];
                _at = (_at + 1) % _items.Count;
                return item;
            }),
            "reset" => new Function(name, (_, _) =>
            {
                _at = 0;
                return null;
            }),
            "items" => new PyTuple(_items),
            "pos" => new System.Numerics.BigInteger(_at),
            _ => Arguments.Missing
        };
        return !ReferenceEquals(value, Arguments.Missing);
    }
}
