namespace Heed.Language.Templates.Jinja;

/// <summary>Errors under the names Python gives them; whoever knows the place adds it (<see cref="JinjaTemplate"/>).</summary>
internal static class Fault
{
    public static ChatTemplateException Syntax(string reason, Position at) => ChatTemplateException.Of("TemplateSyntaxError", reason, at.Line, at.Column);

    public static ChatTemplateException Assertion(string reason, Position at) => ChatTemplateException.Of("TemplateAssertionError", reason, at.Line, at.Column);

    public static ChatTemplateException Type(string reason) => ChatTemplateException.Of("TypeError", reason);

    public static ChatTemplateException Value(string reason) => ChatTemplateException.Of("ValueError", reason);

    public static ChatTemplateException Overflow(string reason) => ChatTemplateException.Of("OverflowError", reason);

    public static ChatTemplateException ZeroDivision(string reason) => ChatTemplateException.Of("ZeroDivisionError", reason);

    public static ChatTemplateException Security(string reason) => ChatTemplateException.Of("SecurityError", reason);

    public static ChatTemplateException Runtime(string reason) => ChatTemplateException.Of("TemplateRuntimeError", reason);

    public static ChatTemplateException FilterArgument(string reason) => ChatTemplateException.Of("FilterArgumentError", reason);

    public static ChatTemplateException Recursion() => ChatTemplateException.Of("RecursionError", "the template nests or recurses too deeply");
}
