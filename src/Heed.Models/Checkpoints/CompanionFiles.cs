using System.Text.Json.Nodes;

namespace Heed.Models.Checkpoints;

/// <summary>What lies beside a model's weights and goes with them: the tokenizer's files, chat templates, sampling defaults, licence texts.</summary>
internal static class CompanionFiles
{
    /// <summary>tiktoken's encoding, which names the file of its ranks.</summary>
    private const string Ranked = "encoding.json";

    private static readonly string[] Names =
    [
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "tokenizer.model",
        "spiece.model", "sentencepiece.bpe.model", Ranked, "chat_template.jinja", "chat_template.json", "generation_config.json", "heed_reward.json",
    ];

    public static void Copy(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        foreach (var file in Directory.EnumerateFiles(from).Where(IsOne)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        if (Ranks(from) is { } ranks) File.Copy(ranks, Path.Combine(to, Path.GetFileName(ranks)), overwrite: true);
        var templates = Path.Combine(from, "additional_chat_templates");
        if (!Directory.Exists(templates)) return;
        Directory.CreateDirectory(Path.Combine(to, "additional_chat_templates"));
        foreach (var file in Directory.EnumerateFiles(templates)) File.Copy(file, Path.Combine(to, "additional_chat_templates", Path.GetFileName(file)), overwrite: true);
    }

    public static void CopyLicence(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        foreach (var file in Directory.EnumerateFiles(from).Where(IsLicence)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    private static string? Ranks(string folder)
    {
        var encoding = Path.Combine(folder, Ranked);
        if (!File.Exists(encoding) || HuggingFaceFolder.ReadObject(encoding)["ranks"] is not JsonValue value || !value.TryGetValue<string>(out var name)) return null;
        return Path.GetFileName(name) == name && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : null;
    }

    private static bool IsOne(string path) => Names.Contains(Path.GetFileName(path)) || IsLicence(path);

    private static bool IsLicence(string path)
    {
        var name = Path.GetFileName(path);
        return name.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("NOTICE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("USE_POLICY", StringComparison.OrdinalIgnoreCase);
    }
}
