using Heed.Language.Templates.Jinja.Expressions;
using Heed.Language.Templates.Jinja.Statements;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>Tokens to statements.</summary>
internal sealed class Parser
{
    private readonly TokenStream _tokens;
    private readonly Review _review = new();
    private readonly ExpressionParser _expressions;
    private readonly Stack<string> _tags = new();
    private readonly Stack<string[]> _ends = new();
    private readonly HashSet<string> _blocks = [];
    private int _loops, _loopAssigned;

    public Parser(IReadOnlyList<Token> tokens)
    {
        _tokens = new TokenStream(tokens);
        _expressions = new ExpressionParser(_tokens, _review);
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
        if (ends.Length > 0) _ends.Push(ends);
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
        if (ends.Length > 0 && _tokens.Current.Kind == TokenKind.End) throw Unclosed(null, _tokens.Current.At);
        if (ends.Length > 0) _ends.Pop();
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
        _tags.Push(tag.Text);
        Statement[] result = tag.Text switch
        {
            "if" => [If(tag)],
            "for" => [For(tag)],
            "set" => [Set(tag)],
            "with" => [With(tag)],
            "macro" => [Apart(() => Macro(tag))],
            "call" => [CallBlock(tag)],
            "filter" => [Apart(() => FilterBlock(tag))],
            "generation" => [Generation(tag)],
            "block" => [Block(tag)],
            "break" or "continue" => [Jump(tag)],
            "print" => [.. Print()],
            "autoescape" => [Autoescape(tag)],
            "include" or "extends" or "import" or "from" => [Load(tag)],
            _ => throw Unknown(tag)
        };
        _tags.Pop();
        return result;
    }

    private ChatTemplateException Unknown(Token tag)
    {
        _tags.Pop();
        return Unclosed(tag.Text, tag.At);
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
        var assigned = _loopAssigned;
        var target = AssignmentTarget(end: "in");
        _tokens.ExpectName("in");
        var items = _expressions.Tuple(conditional: false, end: "recursive");
        var test = _tokens.TakeName("if") ? Apart(() => _expressions.Expression()) : null;
        var recursive = _tokens.TakeName("recursive");
        _loops++;
        var body = Apart(() => BlockBody("endfor", "else"));
        _loops--;
        var otherwise = _tokens.Take().Text == "else" ? Apart(() => BodyUntil("endfor")) : null;
        if (_loopAssigned > assigned) _review.Assertion("Can't assign to special loop variable in for-loop target", tag.At);
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
        var target = AssignmentTarget(namespaces: true);
        if (_tokens.TakeOperator("=")) return new Set(tag.At, target, _expressions.Tuple());
        var filter = _tokens.Current.IsOperator("|") ? _expressions.Filter(null) : null;
        return new SetBlock(tag.At, target, filter, Apart(() => BodyUntil("endset")));
    }

    private With With(Token tag)
    {
        _tokens.Take();
        var variables = new List<(Target, Expression)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0) _tokens.ExpectOperator(",");
            var target = AssignmentTarget();
            _tokens.ExpectOperator("=");
            variables.Add((target, _expressions.Expression()));
        }
        return new With(tag.At, variables, Apart(() => BodyUntil("endwith")));
    }

    private MacroDefinition Macro(Token tag)
    {
        _tokens.Take();
        var name = AssignmentName();
        var (names, defaults) = Parameters();
        var (body, signature) = MacroBody(names, defaults, "endmacro", tag.At);
        return new MacroDefinition(tag.At, name, signature, body);
    }

    private CallBlock CallBlock(Token tag)
    {
        _tokens.Take();
        var (names, defaults) = _tokens.Current.IsOperator("(") ? Parameters() : ([], []);
        if (_expressions.Expression() is not Call call) throw Fault.Syntax("expected call", tag.At);
        var (body, signature) = MacroBody(names, defaults, "endcall", tag.At);
        return new CallBlock(tag.At, call, signature, body);
    }

    private (Body, Signature) MacroBody(List<string> names, List<Expression> defaults, string end, Position at)
    {
        var outer = _expressions.Mentioned;
        var mentioned = _expressions.Mentioned = [];
        var body = Apart(() => BodyUntil(end), function: true);
        outer.UnionWith(mentioned);
        _expressions.Mentioned = outer;
        if (mentioned.Contains("caller") && names.IndexOf("caller") is var i && i >= 0 && i < names.Count - defaults.Count)
            _review.Assertion("When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.", at);
        if (names.Distinct().Count() < names.Count) _review.Compilation("duplicate argument in function definition", at);
        return (body, new Signature(names, defaults, mentioned.Contains("varargs"), mentioned.Contains("kwargs"), mentioned.Contains("caller")));
    }

    private (List<string> Names, List<Expression> Defaults) Parameters()
    {
        var (names, defaults) = (new List<string>(), new List<Expression>());
        _tokens.ExpectOperator("(");
        while (!_tokens.Current.IsOperator(")"))
        {
            if (names.Count > 0) _tokens.ExpectOperator(",");
            names.Add(AssignmentName());
            if (_tokens.TakeOperator("=")) defaults.Add(_expressions.Expression());
            else if (defaults.Count > 0) throw Fault.Syntax("non-default argument follows default argument", _tokens.Current.At);
        }
        _tokens.ExpectOperator(")");
        return (names, defaults);
    }

    private FilterBlock FilterBlock(Token tag)
    {
        _tokens.Take();
        var filter = _expressions.Filter(null, startsInline: true);
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

    private Target AssignmentTarget(bool namespaces = false, string? end = null)
    {
        if (namespaces && _tokens.Following.IsOperator("."))
        {
            var name = _tokens.ExpectAnyName().Text;
            _tokens.Take();
            return new NamespaceTarget(name, _tokens.ExpectAnyName().Text);
        }
        var targets = new List<Target>();
        var isTuple = false;
        while (true)
        {
            if (targets.Count > 0) _tokens.ExpectOperator(",");
            if (_tokens.Current.Kind == TokenKind.BlockEnd || _tokens.Current.IsOperator(")") || (end is not null && _tokens.Current.IsName(end)) || _tokens.Current.IsOperator("=")) break;
            targets.Add(OneTarget(namespaces));
            if (!_tokens.Current.IsOperator(",")) break;
            isTuple = true;
        }
        if (targets.Count == 0) throw Fault.Syntax($"Expected an expression, got '{_tokens.Current.Description}'", _tokens.Current.At);
        return isTuple ? new TupleTarget(targets) : targets[0];
    }

    private Target OneTarget(bool namespaces)
    {
        if (_tokens.Current.Kind == TokenKind.Name)
        {
            if (!namespaces || !_tokens.Following.IsOperator(".")) return NamedTarget();
            return AssignmentTarget(namespaces: true);
        }
        if (!_tokens.TakeOperator("(")) throw Fault.Syntax($"unexpected '{_tokens.Current.Description}'", _tokens.Current.At);
        var inner = _tokens.Deeper(() => AssignmentTarget(namespaces));
        _tokens.ExpectOperator(")");
        return inner;
    }

    private NameTarget NamedTarget()
    {
        var name = AssignmentName();
        if (name == "loop") _loopAssigned++;
        return new NameTarget(name);
    }

    private string AssignmentName()
    {
        var name = _tokens.ExpectAnyName();
        return name.Text is "true" or "false" or "none" or "True" or "False" or "None" ? throw Fault.Syntax($"can't assign to '{name.Text.ToLowerInvariant()}'", name.At) : name.Text;
    }

    private ChatTemplateException Unclosed(string? unknown, Position at)
    {
        var looking = _ends.TryPeek(out var ends) ? string.Join(" or ", ends.Select(e => $"'{e}'")) : null;
        var message = unknown is null ? "Unexpected end of template." : $"Encountered unknown tag '{unknown}'.";
        if (looking is not null)
            message += unknown is not null && _ends.Any(e => e.Contains(unknown))
                ? $" You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for {looking}."
                : $" Jinja was looking for the following tags: {looking}.";
        if (_tags.TryPeek(out var innermost)) message += $" The innermost block that needs to be closed is '{innermost}'.";
        return Fault.Syntax(message, at);
    }
}
