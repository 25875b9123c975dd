using Heed.Language.Tokens;
using Heed.Models.Architecture;
using Heed.Models.Training;
using Heed.Rounds.Models;
using Heed.Testing;
using Xunit;

namespace Heed.Rounds.Tests.Models;

public sealed class ModelFolderTests
{
    [Fact]
    public void A_text_to_be_continued_begins_with_the_start_token_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer_config.json", """{"bos_token": "<s>"}""");
        folder.Write("tokenizer.json", """
            {"added_tokens": [{"id": 0, "content": "<s>", "special": true}],
             "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}},
             "model": {"type": "BPE", "vocab": {"<s>": 0, "a": 1}, "merges": []}}
            """);
        using var model = new ModelFolder(new Decoder(new DecoderConfig { VocabularySize = 2, Width = 8, Layers = 1, Heads = 2, MaxPositions = 8 }), Tokenizer.Load(folder.Path));
        Assert.Equal([0, 1, 1], model.EncodeText("aa"));
        Assert.Equal([0, 1], model.EncodeText("<s>a"));
    }

    [Fact]
    public void Answers_end_at_every_token_that_config_and_generation_config_name()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tokenizer.json", """{"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "c": 2}, "merges": []}}""");
        using (var model = new Decoder(new DecoderConfig { VocabularySize = 3, Width = 8, Layers = 1, Heads = 2, MaxPositions = 8, EndIds = [0] })) model.Save(folder.Path);
        folder.Write("generation_config.json", """{"eos_token_id": [2, 0], "temperature": 0.6}""");
        using var loaded = ModelFolder.Load(folder.Path);
        Assert.Equal([0, 2], loaded.EndIds());
    }
}
