namespace Heed.Language.Templates.Jinja.Values;

/// <summary>What is not there: it prints as nothing, is false and empty, and fails where anything else is done with it.</summary>
internal sealed class Undefined
{
    private readonly Func<string> _message;
    private readonly string _kind;

    private Undefined(Func<string> message, string kind = "UndefinedError") => (_message, _kind) = (message, kind);

    public static Undefined Variable(string name) => new(() => $"{PyRepr.Text(name)} is undefined");

    public static Undefined Because(string reason) => new(() => reason);

    public static Undefined Member(object? owner, object? name) => new(() => name is string text
        ? $"{PyRepr.Text(PyType.Described(owner))} has no attribute {PyRepr.Text(text)}"
        : $"{PyType.Described(owner)} has no element {PyRepr.Of(new Meter(), name)}");

    /// <summary>A member the sandbox hides.</summary>
    public static Undefined Unsafe(object? owner, string name) =>
        new(() => $"access to attribute {PyRepr.Text(name)} of '{PyType.Name(owner)}' object is unsafe.", "SecurityError");

    public ChatTemplateException Failure() => ChatTemplateException.Of(_kind, _message());
}
