using CsCheck;
using Heed.Language.Templates;
using Heed.Testing;
using Xunit;

namespace Heed.Language.Tests.Templates.Jinja;

/// <summary>Templates damaged at random end in a text or in a named error, soon and within bounds.</summary>
public sealed class JinjaFuzzTests
{
    private static readonly string[] Pieces = ["{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "(", ")", "[", "]", "{", "}", "|", "~", "**", "%", "'", "\"", "\\", "\n", "\r", "\ud800", "😀", "\0",
        " if ", " else ", " for x in ", " in ", " is ", " not ", "endfor", "endif", "set ", "macro f()", "range(99999)", "9999999999", "1e308", "loop", "recursive", ".", ",", ":", "=", "*", "namespace()", "raw", "endraw"];

    private static readonly Gen<string> Damaged =
        from template in Gen.OneOf([.. PythonCases.Templates.Select(Gen.Const)])
        from other in Gen.OneOf([.. PythonCases.Templates.Select(Gen.Const)])
        from edits in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 200], Gen.Int[0, 12], Gen.OneOf([.. Pieces.Select(Gen.Const)])).Array[1, 6]
        select edits.Aggregate(template, (text, edit) => Edit(text, other, edit));

    private static string Edit(string text, string other, (int Kind, int At, int Length, string Piece) edit)
    {
        var at = edit.At % (text.Length + 1);
        var end = Math.Min(text.Length, at + edit.Length);
        return edit.Kind switch
        {
            0 => text.Insert(at, edit.Piece),
            1 => text[..at] + text[end..],
            2 => text[..end] + text[at..end] + text[end..],
            _ => text[..at] + other[(edit.At % (other.Length + 1))..]
        };
    }

    [Fact]
    public void A_damaged_template_gives_a_text_or_a_named_error() => Try(5_000);

    [Fact, Trait("Kind", "Long")]
    public void A_million_damaged_templates_give_texts_or_named_errors() => Try(1_000_000);

    private static void Try(long count) => new Fuzz<string>(number => Damaged.Generate(new PCG(1, number), null, out _), (template, _) =>
    {
        try
        {
            JinjaTemplateTests.Render(template, PythonCases.Context);
        }
        catch (ChatTemplateException e)
        {
            Assert.NotNull(e.Kind);
        }
    })
    {
        // Sixteen million steps are sixty-four million characters, some of them made twice or three times.
        Most = 512 << 20
    }.Run(count);
}
