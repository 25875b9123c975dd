using System.Text.Json.Nodes;
using Heed.Language.Templates;
using Heed.Language.Tokens;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints.Gguf;

namespace Heed.Models.Checkpoints;

/// <summary>What a model folder holds, read from its heads alone: no weight is loaded.</summary>
/// <param name="Types">Stored bytes by type of number.</param>
/// <param name="Notes">What somebody who uses it should know.</param>
public sealed record ModelInspection(
    string Folder, string Family, string Architecture, long Parameters, int VocabularySize, int Width, int Layers, int Heads, int KeyValueHeads, int MaxPositions,
    bool TiedEmbeddings, IReadOnlyDictionary<string, long> Types, int Files, string? Licence, string? BaseModel, bool HasTokenizer, bool HasChatTemplate, IReadOnlyList<string> Notes)
{
    /// <summary>Reads config.json and the heads of the weight files, or the head of a GGUF file; every tensor must be there in its shape, and no other.</summary>
    public static ModelInspection Of(string folder)
    {
        if (GgufFolder.IsOne(folder)) return OfGguf(folder);
        if (Pickles.IsOne(folder)) throw Pickles.Refused(folder);
        var config = HuggingFaceFolder.LoadConfig(folder);
        var plan = DecoderPlan.Of(config);
        using var weights = WeightFiles.Open(folder);
        var matched = weights.Match(plan);
        var card = ModelCard.Read(folder);
        var json = HuggingFaceFolder.ReadObject(Path.Combine(folder, "config.json"));
        return new ModelInspection(folder, FamilyNames.ModelType(config.Family), FamilyNames.Architecture(config), plan.Length, config.VocabularySize, config.Width, config.Layers,
            config.Heads, config.KeyValueHeads, config.MaxPositions, config.TieEmbeddings,
            matched.Select(m => m.File.Entries[m.Name]).GroupBy(e => e.Type).ToDictionary(g => g.Key, g => g.Sum(e => e.End - e.Begin)),
            matched.Select(m => m.File.Path).Distinct().Count(), card.Licence, card.BaseModel, Tokenizer.FileIn(folder) is not null, ChatTemplate.IsIn(folder), [.. NotesOn(folder, config, json), .. Unread(matched.Select(m => m.File.Entries[m.Name]))]);
    }

    private static ModelInspection OfGguf(string path)
    {
        using var file = new GgufReader(path);
        var config = GgufImport.PlanOf(file).Config;
        var card = GgufLicence.Read(file.Metadata);
        return new ModelInspection(path, FamilyNames.ModelType(config.Family), FamilyNames.Architecture(config), DecoderPlan.Of(config).Length, config.VocabularySize, config.Width, config.Layers,
            config.Heads, config.KeyValueHeads, config.MaxPositions, config.TieEmbeddings, file.Tensors.Values.GroupBy(t => t.Type.ToString()).ToDictionary(g => g.Key, g => g.Sum(t => t.Bytes)),
            1, card.Licence, card.BaseModel, file.Metadata["tokenizer.ggml.tokens"] is not null, file.Metadata["tokenizer.chat_template"] is not null,
            ["a GGUF file: 'heed model convert' makes a model folder of it, which the other commands read"]);
    }

    /// <summary>Tensors of a type that would be refused once they are read.</summary>
    private static IEnumerable<string> Unread(IEnumerable<SafetensorsEntry> tensors) => tensors.Where(t => t.Type is not ("F32" or "F16" or "BF16" or "I8")).GroupBy(t => t.Type)
        .Select(g => $"tensor '{g.First().Name}'{(g.Count() > 1 ? $" and {g.Count() - 1} more are" : " is")} of type {g.Key}, which Heed does not read: it takes F32, F16 and BF16; convert the checkpoint to one of them");

    private static IEnumerable<string> NotesOn(string folder, DecoderConfig config, JsonObject json)
    {
        if (json["auto_map"] is not null) yield return "auto_map names Python code that comes with the checkpoint; Heed reads the model itself, runs no such code and does not pass the key on";
        if (config.PadId is null) yield return "no pad token: Heed needs none, since it packs; other trainers may ask for one";
        if (config.EndIds.Count == 0) yield return "no end token in config.json: generation stops at its length alone unless a template or recipe names one";
        if (config.RopeScaling is { DependsOnLength: true }) yield return "rotary frequencies depend on how long a sequence is: a text's figures change once it grows beyond the original length";
        if (config.MeanPooled) yield return "the score is read from the mean of the answer's states; a standard sequence classifier reads the last token instead";
        if (PeftFolder.IsOne(folder)) yield return "the folder holds an adapter too; 'heed model merge' puts one into its base";
    }
}
