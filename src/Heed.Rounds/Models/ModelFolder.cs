using Heed.Language.Templates;
using Heed.Language.Texts;
using Heed.Language.Tokens;
using Heed.Models.Adapters;
using Heed.Models.Architecture;
using Heed.Models.Checkpoints;
using Heed.Models.Generation;
using Heed.Models.Training;
using Heed.Rounds.Files;

namespace Heed.Rounds.Models;

/// <summary>A model folder opened: weights, tokenizer, chat template. Hugging Face's layout.</summary>
public sealed class ModelFolder : IDisposable
{
    private readonly Lazy<ChatTemplate?> _template;
    private Generator? _generator;

    /// <summary>Takes over the model.</summary>
    public ModelFolder(Decoder model, Tokenizer tokenizer)
    {
        (Model, Tokenizer) = (model, tokenizer);
        _template = new Lazy<ChatTemplate?>(() => tokenizer.Config is { ChatTemplate: null, NamedChatTemplates.Count: 0 } ? null : ChatTemplate.Of(tokenizer));
    }

    public Decoder Model { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary>Tokens that end an answer by the folder's generation_config.json, beside those of config.json.</summary>
    public IReadOnlyList<int> FurtherEndIds { get; init; } = [];

    /// <summary>How conversations are laid out; null for a base model that never had one.</summary>
    public ChatTemplate? Template => _template.Value;

    /// <summary>Reads config.json, model.safetensors and tokenizer.json. Tokens that were added to the tokenizer alone get rows of their own.</summary>
    /// <param name="numbers">Int8 for a base that only an adapter is trained on.</param>
    public static ModelFolder Load(string folder, BaseNumbers numbers = BaseNumbers.Float32)
    {
        var tokenizer = Tokenizer.Load(folder);
        var model = Decoder.Load(folder, numbers);
        var ends = GenerationConfig.EndIds(folder);
        if (tokenizer.VocabularySize <= model.Config.VocabularySize) return new ModelFolder(model, tokenizer) { FurtherEndIds = ends };
        using (model) return new ModelFolder(model.WithVocabulary(tokenizer.VocabularySize), tokenizer) { FurtherEndIds = ends };
    }

    /// <summary>The same weights, asked in another folder's chat template.</summary>
    public ModelFolder WithTokenizerOf(string folder) => new(Model, Tokenizer.Load(folder)) { FurtherEndIds = FurtherEndIds };

    /// <summary>Writes the whole folder; an adapter is merged into the weights.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        Model.Save(folder);
        Tokenizer.Save(folder);
    }

    /// <summary>Writes a model's adapter in PEFT's layout, where it has one, with the tokenizer it was trained with.</summary>
    /// <param name="baseName">The folder of the model it is for.</param>
    public static void SaveAdapter(string folder, Decoder model, Tokenizer tokenizer, string baseName)
    {
        if (model.Adapter is not { } adapter) return;
        PeftFolder.Save(folder, adapter, model, Path.GetFullPath(baseName));
        tokenizer.Save(folder);
    }

    /// <summary>The prompt's tokens up to where the assistant speaks.</summary>
    public int[] EncodePrompt(Conversation conversation) =>
        (Template ?? throw new ChatTemplateException("the model's tokenizer_config.json holds no chat_template; fine-tune it first")).EncodePrompt(conversation);

    /// <summary>The tokens of a text to be continued, after the start token where the tokenizer puts one and the text does not begin with it.</summary>
    public int[] EncodeText(string text)
    {
        var ids = Tokenizer.Encode(text);
        return ids.AsSpan().StartsWith([.. Tokenizer.LeadingSpecial]) ? ids : [.. Tokenizer.LeadingSpecial, .. ids];
    }

    /// <summary>Whether a prompt and an answer of so many tokens fit the model's positions.</summary>
    public bool Fits(Conversation prompt, int answer) => EncodePrompt(prompt).Length + answer <= Model.Config.MaxPositions;

    /// <summary>An answer's tokens after its prompt, with the end token where it ended.</summary>
    public int[] EncodeAnswer(Conversation prompt, AnswerRecord answer)
    {
        var tokens = Template!.EncodeAnswer(prompt, answer.Text);
        return answer.Ended ? tokens : tokens[..^1];
    }

    /// <summary>Sampled answers to every prompt, those to one prompt side by side.</summary>
    public SampledAnswer[] Respond(IEnumerable<Conversation> prompts, SamplingOptions options, ulong seed, int answersAPrompt = 1, CancellationToken cancellation = default)
    {
        _generator ??= new Generator(Model);
        var encoded = prompts.Select(EncodePrompt).ToList();
        var completions = _generator.Generate(encoded, options with { EndIds = EndIds() }, seed, answersAPrompt, cancellation);
        return Array.ConvertAll(completions, c => new SampledAnswer(c.Prompt, c.Tokens, c.LogProbs, new AnswerRecord(Template!.ReadAnswer(Tokenizer.Decode(c.Tokens)), c.Ended)));
    }

    /// <summary>Ids that end an answer: the template's end token, the model's own, and those its generation_config.json names.</summary>
    public int[] EndIds() => [.. new[] { Template is null ? null : Tokenizer.IdOf(Template.EndToken), Tokenizer.EndId }.OfType<int>().Concat(Model.Config.EndIds).Concat(FurtherEndIds.Where(id => id < Model.Config.VocabularySize)).Distinct()];

    public void Dispose()
    {
        _generator?.Dispose();
        Model.Dispose();
    }
}
