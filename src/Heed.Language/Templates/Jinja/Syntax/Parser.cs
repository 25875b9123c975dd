using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Statements;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>Tokens to statements.</summary>
internal sealed class Parser
{
    private readonly TokenStream _tokens;
    private readonly Review _review = new();
    private readonly ExpressionParser _expressions;
    private readonly TargetParser _targets;
    private readonly MacroParser _macros;
    private readonly OpenTags _open = new();
    private readonly HashSet<string> _blocks = [];
    private int _loops;

    public Parser(IReadOnlyList<Token> tokens)
    {
        _tokens = new TokenStream(tokens);
        _expressions = new ExpressionParser(_tokens, _review);
        _targets = new TargetParser(_tokens);
        _macros = new MacroParser(_tokens, _review, _expressions, _targets, end => Apart(() => BodyUntil(end), function: true));
    }

    /// <summary>Where the parser is, for errors that do not know.</summary>
    public Position At => _tokens.Current.At;

    public bool HasGeneration { get; private set; }

    public Body Template()
    {
        var body = Statements();
        _review.End();
        return body;
    }

    // Up to one of the end tags, which stays in hand, or to the template's end.
    private Body Statements(params string[] ends)
    {
        var statements = new List<Statement>();
        if (ends.Length > 0) _open.Ends.Push(ends);
        for (var open = true; open && _tokens.Current.Kind != TokenKind.End;)
        {
            var token = _tokens.Take();
            switch (token.Kind)
            {
                case TokenKind.Text: statements.Add(new PlainText(token.At, token.Text)); break;
                case TokenKind.OutputBegin:
                    statements.Add(new Output(token.At, _expressions.Tuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "end of print statement");
                    break;
                default:
                    if (ends.Any(_tokens.Current.IsName)) open = false;
                    else
                    {
                        statements.AddRange(_tokens.Deeper(Statement));
                        _tokens.Expect(TokenKind.BlockEnd, "end of statement block");
                    }
                    break;
            }
        }
        if (ends.Length > 0 && _tokens.Current.Kind == TokenKind.End) throw _open.Unclosed(null, _tokens.Current.At);
        if (ends.Length > 0) _open.Ends.Pop();
        return new Body(statements);
    }

    private Body BlockBody(params string[] ends)
    {
        _tokens.TakeOperator(":");
        _tokens.Expect(TokenKind.BlockEnd, "end of statement block");
        return Statements(ends);
    }

    // The body of a tag with one end, which is taken too.
    private Body BodyUntil(string end)
    {
        var body = BlockBody(end);
        _tokens.Take();
        return body;
    }

    // A scope of its own, in which what is unknown is an error even within a branch; as a function of Python's no jump leads out of it.
    private T Apart<T>(Func<T> parse, bool function = false)
    {
        var (mark, loops) = (_review.Mark, _loops);
        if (function) _loops = 0;
        var result = parse();
        _loops = loops;
        _review.Insist(mark);
        return result;
    }

    private IEnumerable<Statement> Statement()
    {
        var tag = _tokens.Current.Kind == TokenKind.Name ? _tokens.Current : throw Fault.Syntax("tag name expected", _tokens.Current.At);
        _open.Tags.Push(tag.Text);
        Statement[] result = tag.Text switch
        {
            "if" => [If(tag)],
            "for" => [For(tag)],
            "set" => [Set(tag)],
            "with" => [With(tag)],
            "macro" => [Apart(() => _macros.Macro(tag))],
            "call" => [_macros.CallBlock(tag)],
            "filter" => [Apart(() => FilterBlock(tag))],
            "generation" => [Generation(tag)],
            "block" => [Block(tag)],
            "break" or "continue" => [Jump(tag)],
            "print" => [.. Print()],
            "autoescape" => [Autoescape(tag)],
            "include" or "extends" or "import" or "from" => [Load(tag)],
            _ => throw Unknown(tag)
        };
        _open.Tags.Pop();
        return result;
    }

    private ChatTemplateException Unknown(Token tag)
    {
        _open.Tags.Pop();
        return _open.Unclosed(tag.Text, tag.At);
    }

    private If If(Token tag)
    {
        var mark = _review.Mark;
        var branches = new List<(Expression, Body)>();
        Body? otherwise = null;
        while (true)
        {
            _tokens.Take();
            var test = _expressions.Tuple(conditional: false);
            branches.Add((test, BlockBody("elif", "else", "endif")));
            if (_tokens.Current.IsName("elif")) continue;
            if (_tokens.Take().Text == "else") otherwise = BodyUntil("endif");
            break;
        }
        _review.Forgive(mark);
        return new If(tag.At, branches, otherwise);
    }

    private For For(Token tag)
    {
        _tokens.Take();
        var assigned = _targets.LoopAssigned;
        var target = _targets.Target(end: "in");
        _tokens.ExpectName("in");
        var items = _expressions.Tuple(conditional: false, end: "recursive");
        var test = _tokens.TakeName("if") ? Apart(() => _expressions.Expression()) : null;
        var recursive = _tokens.TakeName("recursive");
        _loops++;
        var body = Apart(() => BlockBody("endfor", "else"));
        _loops--;
        var otherwise = _tokens.Take().Text == "else" ? Apart(() => BodyUntil("endfor")) : null;
        if (_targets.LoopAssigned > assigned) _review.Assertion("Can't assign to special loop variable in for-loop target", tag.At);
        return new For(tag.At, target, items, test, recursive, body, otherwise);
    }

    private Jump Jump(Token tag)
    {
        _tokens.Take();
        if (_loops == 0) _review.Compilation(tag.Text == "break" ? "'break' outside loop" : "'continue' not properly in loop", tag.At);
        return new Jump(tag.At, tag.Text == "break" ? Flow.Break : Flow.Continue);
    }

    private Statement Set(Token tag)
    {
        _tokens.Take();
        var target = _targets.Target(namespaces: true);
        if (_tokens.TakeOperator("=")) return new Set(tag.At, target, _expressions.Tuple());
        var filter = _tokens.Current.IsOperator("|") ? _expressions.Suffixes.Filter(null) : null;
        return new SetBlock(tag.At, target, filter, Apart(() => BodyUntil("endset")));
    }

    private With With(Token tag)
    {
        _tokens.Take();
        var variables = new List<(Target, Expression)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0) _tokens.ExpectOperator(",");
            var target = _targets.Target();
            _tokens.ExpectOperator("=");
            variables.Add((target, _expressions.Expression()));
        }
        return new With(tag.At, variables, Apart(() => BodyUntil("endwith")));
    }

    private FilterBlock FilterBlock(Token tag)
    {
        _tokens.Take();
        var filter = _expressions.Suffixes.Filter(null, startsInline: true);
        return new FilterBlock(tag.At, filter, BodyUntil("endfilter"));
    }

    private Generation Generation(Token tag)
    {
        _tokens.Take();
        HasGeneration = true;
        return new Generation(tag.At, Apart(() => BodyUntil("endgeneration"), function: true));
    }

    private NamedBlock Block(Token tag)
    {
        _tokens.Take();
        var name = _tokens.ExpectAnyName().Text;
        var scoped = _tokens.TakeName("scoped");
        var required = _tokens.TakeName("required");
        if (_tokens.Current.IsOperator("-"))
            throw Fault.Syntax("Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.", _tokens.Current.At);
        var body = Apart(() => BodyUntil("endblock"), function: true);
        if (required) throw Fault.Syntax("a required block needs a template that extends this one, which chat templates do not have", tag.At);
        _tokens.TakeName(name);
        if (!_blocks.Add(name)) _review.Assertion($"block '{name}' defined twice", tag.At);
        return new NamedBlock(tag.At, scoped, body);
    }

    private IEnumerable<Statement> Print()
    {
        _tokens.Take();
        var values = new List<Statement>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (values.Count > 0) _tokens.ExpectOperator(",");
            values.Add(new Output(_tokens.Current.At, _expressions.Expression()));
        }
        return values;
    }

    // Nothing here is HTML: only the scope counts.
    private With Autoescape(Token tag)
    {
        _tokens.Take();
        _expressions.Expression();
        return new With(tag.At, [], Apart(() => BodyUntil("endautoescape")));
    }

    private Load Load(Token tag)
    {
        while (_tokens.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End)) _tokens.Take();
        return new Load(tag.At);
    }
}
