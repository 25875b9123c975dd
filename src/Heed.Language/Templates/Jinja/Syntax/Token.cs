namespace Heed.Language.Templates.Jinja.Syntax;

internal enum TokenKind { Text, OutputBegin, OutputEnd, BlockBegin, BlockEnd, Name, Integer, Float, String, Operator, End }

/// <param name="Text">The name, the operator, the template's text or a literal's characters.</param>
/// <param name="Value">A literal's value.</param>
internal sealed record Token(TokenKind Kind, string Text, Position At, object? Value = null)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    /// <summary>As Jinja words it in messages.</summary>
    public string Description => Kind switch
    {
        TokenKind.Text => "template data / text",
        TokenKind.OutputBegin => "begin of print statement",
        TokenKind.OutputEnd => "end of print statement",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.End => "end of template",
        TokenKind.Integer => "integer",
        TokenKind.Float => "float",
        TokenKind.String => "string",
        _ => Text
    };
}
