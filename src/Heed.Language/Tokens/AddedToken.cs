using System.Text.Json.Nodes;

namespace Heed.Language.Tokens;

/// <summary>A token that is found in the text as it stands, before any splitting.</summary>
/// <param name="SingleWord">Only where no letter, number or underscore touches it.</param>
/// <param name="LeftStrip">Swallows the white space before it.</param>
/// <param name="RightStrip">Swallows the white space after it.</param>
/// <param name="Normalized">Looked for in the normalised text instead of the text as given.</param>
/// <param name="Special">Left out when decoding for a reader.</param>
public sealed record AddedToken(int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special)
{
    /// <summary>A special token such as &lt;|endoftext|&gt;, matched exactly.</summary>
    public static AddedToken OfSpecial(int id, string content) => new(id, content, false, false, false, false, true);

    internal static AddedToken FromJson(JsonObject json)
    {
        var content = (string?)json["content"] ?? throw new FormatException("an added token lacks its content");
        return new(JsonNumber.Id(json["id"], content), content, Flag(json, "single_word"), Flag(json, "lstrip"), Flag(json, "rstrip"), Flag(json, "normalized"), Flag(json, "special"));
    }

    internal JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["content"] = Content,
        ["single_word"] = SingleWord,
        ["lstrip"] = LeftStrip,
        ["rstrip"] = RightStrip,
        ["normalized"] = Normalized,
        ["special"] = Special
    };

    private static bool Flag(JsonObject json, string key) => (bool?)json[key] ?? false;
}
