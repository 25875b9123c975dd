namespace Heed.Language.Templates.Jinja.Statements;

/// <summary>How a statement ended.</summary>
internal enum Flow { Next, Break, Continue }

/// <summary>A block tag, an output or a stretch of text.</summary>
internal abstract record Statement(Position At)
{
    public abstract Flow Execute(Scope scope);
}

/// <summary>Statements one after another.</summary>
internal sealed record Body(IReadOnlyList<Statement> Statements)
{
    public Flow Execute(Scope scope)
    {
        foreach (var statement in Statements)
        {
            scope.Run.Step(statement.At);
            if (statement.Execute(scope) is var flow && flow != Flow.Next) return flow;
        }
        return Flow.Next;
    }
}
