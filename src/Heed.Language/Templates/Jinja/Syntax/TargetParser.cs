using Heed.Language.Templates.Jinja.Statements;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>What a value is assigned to.</summary>
internal sealed class TargetParser(TokenStream tokens)
{
    /// <summary>Times the name of the loop's own variable was assigned to.</summary>
    public int LoopAssigned { get; private set; }

    public Target Target(bool namespaces = false, string? end = null)
    {
        if (namespaces && tokens.Following.IsOperator("."))
        {
            var name = tokens.ExpectAnyName().Text;
            tokens.Take();
            return new NamespaceTarget(name, tokens.ExpectAnyName().Text);
        }
        var targets = new List<Target>();
        var isTuple = false;
        while (true)
        {
            if (targets.Count > 0) tokens.ExpectOperator(",");
            if (tokens.Current.Kind == TokenKind.BlockEnd || tokens.Current.IsOperator(")") || (end is not null && tokens.Current.IsName(end)) || tokens.Current.IsOperator("=")) break;
            targets.Add(One(namespaces));
            if (!tokens.Current.IsOperator(",")) break;
            isTuple = true;
        }
        if (targets.Count == 0) throw Fault.Syntax($"Expected an expression, got '{tokens.Current.Description}'", tokens.Current.At);
        return isTuple ? new TupleTarget(targets) : targets[0];
    }

    private Target One(bool namespaces)
    {
        if (tokens.Current.Kind == TokenKind.Name)
        {
            if (!namespaces || !tokens.Following.IsOperator(".")) return Named();
            return Target(namespaces: true);
        }
        if (!tokens.TakeOperator("(")) throw Fault.Syntax($"unexpected '{tokens.Current.Description}'", tokens.Current.At);
        var inner = tokens.Deeper(() => Target(namespaces));
        tokens.ExpectOperator(")");
        return inner;
    }

    private NameTarget Named()
    {
        var name = Name();
        if (name == "loop") LoopAssigned++;
        return new NameTarget(name);
    }

    public string Name()
    {
        var name = tokens.ExpectAnyName();
        return name.Text is "true" or "false" or "none" or "True" or "False" or "None" ? throw Fault.Syntax($"can't assign to '{name.Text.ToLowerInvariant()}'", name.At) : name.Text;
    }
}
