namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What can be called: functions, methods, macros.</summary>
internal abstract class Callable
{
    public abstract string TypeName { get; }

    public abstract string Repr { get; }

    public abstract object? Call(Rendering run, Arguments arguments);

    /// <summary>An attribute such as a macro's name.</summary>
    public virtual bool TryGet(string name, out object? value)
    {
        value = null;
        return false;
    }
}

