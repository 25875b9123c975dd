namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>The tags that are open, innermost first, for the message where one is not closed.</summary>
internal sealed class OpenTags
{
    public Stack<string> Tags { get; } = new();

    /// <summary>By open body: the tags that may end it.</summary>
    public Stack<string[]> Ends { get; } = new();

    /// <summary>A tag that is not known here, or the template's end where there is none.</summary>
    public ChatTemplateException Unclosed(string? unknown, Position at)
    {
        var looking = Ends.TryPeek(out var ends) ? string.Join(" or ", ends.Select(e => $"'{e}'")) : null;
        var message = unknown is null ? "Unexpected end of template." : $"Encountered unknown tag '{unknown}'.";
        if (looking is not null)
            message += unknown is not null && Ends.Any(e => e.Contains(unknown))
                ? $" You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {looking}."
                : $" Jinja was looking for the following tags: {looking}.";
        if (Tags.TryPeek(out var innermost)) message += $" The innermost block that needs to be closed is '{innermost}'.";
        return Fault.Syntax(message, at);
    }
}
