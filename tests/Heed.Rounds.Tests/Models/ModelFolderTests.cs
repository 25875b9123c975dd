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
}
