namespace Heed.Models.Checkpoints.Gguf;

/// <summary>Licence and origin of a model as keys of a GGUF file.</summary>
internal static class GgufLicence
{
    private static readonly (string Card, string Key)[] Names = [("license", "general.license"), ("license_name", "general.license.name"), ("license_link", "general.license.link")];

    public static void Add(GgufMetadata keys, ModelCard card)
    {
        foreach (var (line, key) in Names)
            if (card.Value(line) is { } value) keys.Add(key, value);
        if (card.BaseModel is not { } origin) return;
        keys.Add("general.base_model.count", 1u);
        keys.Add("general.base_model.0.name", origin);
    }

    public static ModelCard Read(GgufMetadata keys)
    {
        var card = new ModelCard();
        foreach (var (line, key) in Names)
            if (keys[key] is string value) card.Set(line, value);
        if (keys["general.base_model.0.name"] is string origin) card.Set("base_model", origin);
        return card;
    }
}
