using System.Runtime.CompilerServices;

namespace Heed.Language.Templates.Jinja;

/// <summary>
/// The sandbox's bounds. Every evaluated node, every element and every four characters that come into being cost one unit, before they
/// do; so a template can neither run nor allocate beyond a fixed amount, whatever it computes.
/// </summary>
internal sealed class Meter
{
    /// <summary>A hundred thousand times what a long conversation takes in a published template; about a second of work.</summary>
    private const long Limit = 16_000_000;

    /// <summary>In one piece; several copies of it may be there for a moment.</summary>
    private const long LongestText = 1 << 24;

    private const int DeepestCall = 200;

    private long _spent;
    private int _depth;

    public void Spend(long units = 1)
    {
        _spent += units;
        if (_spent > Limit || units > Limit)
            throw Fault.Security($"the template does too much: it may take {Limit:N0} steps (a node, an element, four characters each)");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Fault.Recursion();
    }

    /// <summary>Pays for a text about to be made.</summary>
    public void Text(long characters)
    {
        if (characters > LongestText) throw Fault.Security($"the template makes a text of {characters:N0} characters; it may make ones of {LongestText:N0}");
        Spend(1 + Math.Max(0, characters) / 4);
    }

    public void Enter()
    {
        if (++_depth > DeepestCall) throw Fault.Recursion();
    }

    public void Leave() => _depth--;
}
