using Heed.Language.Templates.Jinja;
using Heed.Language.Templates.Jinja.Values;
using Heed.Language.Tokens;

namespace Heed.Language.Templates;

/// <summary>Which tokens lie in the template's generation blocks: from the one that holds a block's first character to the one that holds its last.</summary>
internal static class AssistantMask
{
    public static bool[] Of(RenderedText rendered, EncodedText encoded)
    {
        var mask = new bool[encoded.Ids.Count];
        foreach (var range in rendered.Generated)
        {
            var (start, end) = (PyText.CodePoint(rendered.Text, range.Start.Value), PyText.CodePoint(rendered.Text, range.End.Value));
            var first = TokenAt(encoded, start);
            if (first < 0) break;
            var last = TokenAt(encoded, end - 1);
            mask.AsSpan(first, Math.Max(0, (last > 0 ? last + 1 : mask.Length) - first)).Fill(true);
        }
        return mask;
    }

    private static int TokenAt(EncodedText encoded, int character)
    {
        for (var i = 0; i < encoded.Offsets.Count; i++)
            if (encoded.Offsets[i].Start <= character && character < encoded.Offsets[i].End) return i;
        return -1;
    }
}
