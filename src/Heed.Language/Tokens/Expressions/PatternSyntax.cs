namespace Heed.Language.Tokens.Expressions;

/// <summary>Whose meaning an expression has, where they differ.</summary>
internal enum PatternSyntax
{
    /// <summary>Oniguruma, in tokenizer.json: <c>^</c> and <c>$</c> are those of lines; <c>{1,3}+</c> repeats a repetition; <c>(?m)</c> lets the dot match line ends.</summary>
    Oniguruma,

    /// <summary>fancy-regex, in tiktoken: <c>$</c> is the end of the text unless <c>(?m)</c>; <c>{1,3}+</c> is possessive; <c>(?s)</c> lets the dot match line ends.</summary>
    Fancy
}
