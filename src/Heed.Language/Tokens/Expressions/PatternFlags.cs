namespace Heed.Language.Tokens.Expressions;

/// <summary>How the letters after it are read.</summary>
internal readonly record struct PatternFlags
{
    public bool IgnoreCase { get; init; }

    /// <summary>^ and $ are those of lines.</summary>
    public bool Multiline { get; init; }

    public bool DotMatchesLineEnd { get; init; }

    /// <summary>White space and comments are no part of the expression.</summary>
    public bool Extended { get; init; }

    /// <summary>The flags after letters such as <c>i</c>, <c>i-s</c>, up to ':' or ')'.</summary>
    public PatternFlags Changed(PatternReader reader, PatternSyntax syntax)
    {
        var flags = this;
        for (var on = true; !reader.AtEnd && reader.Next is not (':' or ')');)
        {
            var letter = reader.Take();
            flags = letter switch
            {
                'i' => flags with { IgnoreCase = on },
                'x' => flags with { Extended = on },
                'm' when syntax == PatternSyntax.Fancy => flags with { Multiline = on },
                'm' => flags with { DotMatchesLineEnd = on },
                's' when syntax == PatternSyntax.Fancy => flags with { DotMatchesLineEnd = on },
                'u' when on => flags,
                '-' => flags,
                _ => throw reader.Wrong($"group option '{char.ConvertFromUtf32(letter)}' is not supported")
            };
            if (letter == '-') on = false;
        }
        return flags;
    }
}
