using Heed.Runs;

namespace Heed.Language.Templates;

/// <summary>A conversation that a template cannot lay out, or a template that cannot be read.</summary>
public sealed class ChatTemplateException(string message) : HeedException(message)
{
    public override ExitCode ExitCode => ExitCode.Data;
}
