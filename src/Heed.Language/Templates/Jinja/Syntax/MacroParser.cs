using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Statements;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>Macros and call blocks.</summary>
/// <param name="body">The body up to a tag, apart from what is around it as a function of Python's is.</param>
internal sealed class MacroParser(TokenStream tokens, Review review, ExpressionParser expressions, TargetParser targets, Func<string, Body> body)
{
    public MacroDefinition Macro(Token tag)
    {
        tokens.Take();
        var name = targets.Name();
        var (names, defaults) = Parameters();
        var (content, signature) = MacroBody(names, defaults, "endmacro", tag.At);
        return new MacroDefinition(tag.At, name, signature, content);
    }

    public CallBlock CallBlock(Token tag)
    {
        tokens.Take();
        var (names, defaults) = tokens.Current.IsOperator("(") ? Parameters() : ([], []);
        if (expressions.Expression() is not Call call) throw Fault.Syntax("expected call", tag.At);
        var (content, signature) = MacroBody(names, defaults, "endcall", tag.At);
        return new CallBlock(tag.At, call, signature, content);
    }

    private (Body, Signature) MacroBody(List<string> names, List<Expression> defaults, string end, Position at)
    {
        var outer = expressions.Mentioned;
        var mentioned = expressions.Mentioned = [];
        var content = body(end);
        outer.UnionWith(mentioned);
        expressions.Mentioned = outer;
        if (mentioned.Contains("caller") && names.IndexOf("caller") is var i && i >= 0 && i < names.Count - defaults.Count)
            review.Assertion("When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.", at);
        if (names.Distinct().Count() < names.Count) review.Compilation("duplicate argument in function definition", at);
        return (content, new Signature(names, defaults, mentioned.Contains("varargs"), mentioned.Contains("kwargs"), mentioned.Contains("caller")));
    }

    private (List<string> Names, List<Expression> Defaults) Parameters()
    {
        var (names, defaults) = (new List<string>(), new List<Expression>());
        tokens.ExpectOperator("(");
        while (!tokens.Current.IsOperator(")"))
        {
            if (names.Count > 0) tokens.ExpectOperator(",");
            names.Add(targets.Name());
            if (tokens.TakeOperator("=")) defaults.Add(expressions.Expression());
            else if (defaults.Count > 0) throw Fault.Syntax("non-default argument follows default argument", tokens.Current.At);
        }
        tokens.ExpectOperator(")");
        return (names, defaults);
    }
}
