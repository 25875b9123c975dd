namespace Heed.Language.Templates.Jinja;

/// <param name="Generated">The characters between the template's generation blocks, as ranges of <paramref name="Text"/>.</param>
public sealed record RenderedText(string Text, IReadOnlyList<Range> Generated);
