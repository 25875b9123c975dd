using System.Text;

namespace Heed.Language.Tokens.Normalizing;

/// <summary>Reads the normalizer of a tokenizer.json.</summary>
internal static class NormalizerJson
{
    private const string Known = "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents";

    public static TextNormalizer Read(ComponentJson json) => json.Type switch
    {
        "NFC" => new UnicodeFormNormalizer(NormalizationForm.FormC),
        "NFD" => new UnicodeFormNormalizer(NormalizationForm.FormD),
        "NFKC" => new UnicodeFormNormalizer(NormalizationForm.FormKC),
        "NFKD" => new UnicodeFormNormalizer(NormalizationForm.FormKD),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => LetterNormalizer.StripAccents,
        "Nmt" => LetterNormalizer.Nmt,
        "BertNormalizer" => BertNormalizer.Read(json),
        "Strip" => new StripNormalizer(json.Flag("strip_left", true), json.Flag("strip_right", true)),
        "Prepend" => new PrependNormalizer(json.Text("prepend")),
        "Replace" => new ReplaceNormalizer(SearchPattern.Read(json), json.Text("content")),
        "ByteLevel" => new ByteLetterNormalizer(),
        "Precompiled" => new PrecompiledNormalizer(CharacterMap.FromBase64(json)),
        "Sequence" => new NormalizerSequence([.. json.Children("normalizers").Select(Read)]),
        _ => throw json.Unknown(Known)
    };
}
