using System.Text.RegularExpressions;

namespace Heed.Language.Templates;

/// <summary>A <see cref="TurnTemplate"/> as Jinja text: one fixed text with the template's strings as literals.</summary>
internal static partial class TurnTemplateJinja
{
    // Numbers in brackets are the literals, in the order of Strings.
    private const string Frame =
        "{{- [0] -}}\n" +
        "{%- for message in messages -%}\n" +
        "{%- if message['role'] == 'system' -%}{{- [1] + (message['content'] | trim) + [2] -}}\n" +
        "{%- elif message['role'] == 'user' -%}{{- [3] + (message['content'] | trim) + [4] -}}\n" +
        "{%- elif message['role'] == 'assistant' -%}{{- [5] + (message['content'] | trim) + [6] + [7] -}}\n" +
        "{%- else -%}{{- raise_exception('unknown role ' + message['role']) -}}\n" +
        "{%- endif -%}\n" +
        "{%- endfor -%}\n" +
        "{%- if add_generation_prompt -%}{{- [8] -}}{%- endif -%}";

    public static string Write(TurnTemplate template)
    {
        if (!template.Assistant.After.StartsWith(template.EndToken, StringComparison.Ordinal))
            throw new ChatTemplateException($"what follows an answer, '{template.Assistant.After}', must begin with the end token '{template.EndToken}'");
        var strings = Strings(template);
        return Place().Replace(Frame, m => Literal(strings[m.Groups[1].ValueSpan[0] - '0']));
    }

    private static string[] Strings(TurnTemplate t) =>
        [t.Start, t.System.Before, t.System.After, t.User.Before, t.User.After, t.Assistant.Before, t.EndToken, t.Assistant.After[t.EndToken.Length..], t.GenerationPrompt];

    private static string Literal(string text) => "'" + text.Replace("\\", "\\\\").Replace("'", "\\'").Replace("\n", "\\n").Replace("\r", "\\r") + "'";

    [GeneratedRegex(@"\[(\d)\]")]
    private static partial Regex Place();
}
