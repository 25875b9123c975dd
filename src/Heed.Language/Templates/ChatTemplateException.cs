using Heed.Runs;

namespace Heed.Language.Templates;

/// <summary>A chat template that cannot be read, or a conversation that it cannot lay out.</summary>
public sealed class ChatTemplateException : HeedException
{
    public ChatTemplateException(string message) : base(message) => Reason = message;

    private ChatTemplateException(string kind, string reason, int line, int column) : base(Text(kind, reason, line, column)) =>
        (Kind, Reason, Line, Column) = (kind, reason, line, column);

    /// <summary>
    /// What Python's Jinja would have thrown: TemplateSyntaxError, TemplateAssertionError and SyntaxError while reading; TemplateError (from
    /// raise_exception), UndefinedError, SecurityError, TypeError and so on while rendering. Null where no Jinja was involved.
    /// </summary>
    public string? Kind { get; }

    /// <summary>The message without kind and place.</summary>
    public string Reason { get; }

    /// <summary>Line in the template, from 1; 0 where unknown.</summary>
    public int Line { get; }

    /// <summary>Column in the line, from 1, in UTF-16 units; 0 where unknown.</summary>
    public int Column { get; }

    public override ExitCode ExitCode => ExitCode.Data;

    internal static ChatTemplateException Of(string kind, string reason, int line = 0, int column = 0) => new(kind, reason, line, column);

    private static string Text(string kind, string reason, int line, int column) => kind == "TemplateError"
        ? $"the chat template refuses the conversation (line {line}, column {column}): {reason}"
        : $"chat template, line {line}, column {column}: {reason} ({kind})";
}
