using System.Text;
using System.Text.Json.Nodes;
using Heed.Language.Texts;

namespace Heed.Language.Tokens;

/// <summary>Changes a text before it is split.</summary>
internal abstract class TextNormalizer
{
    public abstract string Normalize(string text);

    /// <summary>The component as tokenizer.json spells it.</summary>
    public abstract JsonObject ToJson();
}

/// <summary>One of the four forms of Unicode, by its name in tokenizer.json: NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeFormNormalizer(string name) : TextNormalizer
{
    public static readonly IReadOnlyDictionary<string, NormalizationForm> Forms = new Dictionary<string, NormalizationForm>
    {
        ["NFC"] = NormalizationForm.FormC,
        ["NFD"] = NormalizationForm.FormD,
        ["NFKC"] = NormalizationForm.FormKC,
        ["NFKD"] = NormalizationForm.FormKD
    };

    public override string Normalize(string text) => UnicodeNormalization.Normalize(text, Forms[name]);

    public override JsonObject ToJson() => new() { ["type"] = name };
}
