using System.Text.Json;
using Heed.Feedback.Events;
using Heed.Feedback.Items;
using Heed.Runs;

namespace Heed.Labelling.Loading;

/// <summary>The forms of a file of items: in the item itself, in a YAML file that it names, or the one given for all.</summary>
/// <param name="folder">Where the file of items is; names of forms are relative to it. Null where items come from elsewhere: forms stand in the items then.</param>
internal sealed class ItemForms(string? folder, Form? given)
{
    private readonly Dictionary<string, Form> _read = [];

    /// <summary>The form for items without one of their own.</summary>
    public Form? Given => given;

    /// <exception cref="RecipeException">The YAML file has problems.</exception>
    public Form Of(JsonElement item)
    {
        if (!item.TryGetProperty("form", out var form)) return given ?? throw new JsonException("an item of kind form needs a \"form\": the name of a YAML file, or the form itself; or give one for all by --form");
        if (form.ValueKind == JsonValueKind.String) return Read(Path.Combine(folder ?? throw new JsonException("a form must stand in the item itself: files of the site are not read"), form.GetString()!));
        var own = JsonSerializer.Deserialize<Form>(form.GetRawText(), FeedbackJson.Options) ?? throw new JsonException("form is null");
        return own.Problems().Concat(own.Fields.SelectMany(f => f.Problems())).FirstOrDefault() is { } problem ? throw new JsonException($"form: {problem}") : own;
    }

    private Form Read(string file) => _read.TryGetValue(file, out var form) ? form : _read[file] = Recipe.Load<Form>(file, []);
}
