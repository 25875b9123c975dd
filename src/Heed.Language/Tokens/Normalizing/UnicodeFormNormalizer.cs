using System.Text;
using Heed.Language.Texts;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>One of the four forms of Unicode.</summary>
internal sealed class UnicodeFormNormalizer(NormalizationForm form) : TextNormalizer
{
    public override void Normalize(AlignedText text)
    {
        var sources = text.Starts is null ? null : new List<int>(text.Text.Length);
        var normalized = UnicodeNormalization.Normalize(text.Text, form, sources);
        if (!ReferenceEquals(normalized, text.Text)) text.Change(normalized, sources);
    }
}
