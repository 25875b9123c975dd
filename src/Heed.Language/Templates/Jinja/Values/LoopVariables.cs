using System.Numerics;

namespace Heed.Language.Templates.Jinja.Values;

/// <summary>The <c>loop</c> of a for block. It looks ahead only when asked, so that a sequence computed on the way stays so.</summary>
/// <param name="recurse">Renders the loop's body over other items, one level deeper; null where the loop is not recursive.</param>
internal sealed class LoopVariables(object? iterable, IEnumerable<object?> items, int depth0, Func<object?, int, string>? recurse) : Callable
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();
    private readonly Queue<object?> _ahead = new();
    private readonly object? _iterable = iterable;
    private readonly int _depth0 = depth0;
    private object? _before = Arguments.Missing, _changed = Arguments.Missing;
    private int _index0 = -1;
    private int? _length;

    public object? Current { get; private set; } = Arguments.Missing;

    public override string TypeName => "LoopContext";

    public override string Repr => $"<LoopContext {_index0 + 1}/{Length}>";

    public int Length => _length ??= _iterable is not Generator && PySequence.Length(_iterable) is { } known ? known : _index0 + 1 + All();

    public bool Next()
    {
        if (!Look(1)) return false;
        _before = Current;
        Current = _ahead.Dequeue();
        _index0++;
        return true;
    }

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "index" => new BigInteger(_index0 + 1),
            "index0" => new BigInteger(_index0),
            "revindex" => new BigInteger(Length - _index0),
            "revindex0" => new BigInteger(Length - _index0 - 1),
            "length" => new BigInteger(Length),
            "first" => _index0 == 0,
            "last" => !Look(1),
            "depth" => new BigInteger(_depth0 + 1),
            "depth0" => new BigInteger(_depth0),
            "previtem" => ReferenceEquals(_before, Arguments.Missing) ? Undefined.Because("there is no previous item") : _before,
            "nextitem" => Look(1) ? _ahead.Peek() : Undefined.Because("there is no next item"),
            "cycle" => new Function(name, (_, arguments) => arguments.Positional.Count > 0 ? arguments.Positional[_index0 % arguments.Positional.Count] : throw Fault.Type("no items for cycling given")),
            "changed" => new Function(name, Changed),
            _ => Arguments.Missing
        };
        return !ReferenceEquals(value, Arguments.Missing);
    }

    /// <summary>In a recursive loop: loop(items).</summary>
    public override object? Call(Rendering run, Arguments arguments)
    {
        if (recurse is null) throw Fault.Type("The loop must have the 'recursive' marker to be called recursively.");
        return recurse(arguments.For("loop", "iterable")[0], _depth0 + 1);
    }

    private object Changed(Rendering run, Arguments arguments)
    {
        var now = new PyTuple(arguments.Positional);
        if (_changed is PyTuple before && PyCompare.Equal(run.Meter, before, now)) return false;
        _changed = now;
        return true;
    }

    private int All()
    {
        while (Look(_ahead.Count + 1)) { }
        return _ahead.Count;
    }

    private bool Look(int count)
    {
        while (_ahead.Count < count && _items.MoveNext()) _ahead.Enqueue(_items.Current);
        return _ahead.Count >= count;
    }
}
