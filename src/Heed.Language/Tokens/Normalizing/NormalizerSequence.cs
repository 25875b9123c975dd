namespace Heed.Language.Tokens.Normalizing;

internal sealed class NormalizerSequence(IReadOnlyList<TextNormalizer> normalizers) : TextNormalizer
{
    public override bool DropsText => normalizers.Any(n => n.DropsText);

    public override void Normalize(AlignedText text)
    {
        foreach (var normalizer in normalizers) normalizer.Normalize(text);
    }
}
