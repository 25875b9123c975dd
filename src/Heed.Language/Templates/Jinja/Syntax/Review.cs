using Heed.Language.Templates.Jinja.Filters;

namespace Heed.Language.Templates.Jinja.Syntax;

/// <summary>
/// What Jinja and Python find wrong only once the whole template has been read: unknown filters and tests (in a branch that may not be
/// taken they wait until they are called), names that may not be assigned, jumps outside a loop.
/// </summary>
internal sealed class Review
{
    private readonly List<ChatTemplateException> _assertions = [], _compilation = [];
    private readonly List<ChatTemplateException> _unknown = [];

    public int Mark => _unknown.Count;

    public void Filter(string name, Position at)
    {
        if (FilterTable.Find(name) is null) _unknown.Add(Fault.Assertion($"No filter named '{name}'.", at));
    }

    public void Test(string name, Position at)
    {
        if (TestTable.Find(name) is null) _unknown.Add(Fault.Assertion($"No test named '{name}'.", at));
    }

    /// <summary>What was unknown since the mark stands in a branch: no error yet.</summary>
    public void Forgive(int mark) => _unknown.RemoveRange(mark, _unknown.Count - mark);

    /// <summary>What was unknown since the mark is an error, whatever stands around it.</summary>
    public void Insist(int mark)
    {
        _assertions.AddRange(_unknown.Skip(mark));
        Forgive(mark);
    }

    public void Assertion(string reason, Position at) => _assertions.Add(Fault.Assertion(reason, at));

    /// <summary>What only Python's compiler sees.</summary>
    public void Compilation(string reason, Position at) => _compilation.Add(ChatTemplateException.Of("SyntaxError", reason, at.Line, at.Column));

    public void End()
    {
        Insist(0);
        if (_assertions.Concat(_compilation).FirstOrDefault() is { } first) throw first;
    }
}
