using System.Text.Json.Nodes;
using Heed.Language.Templates.Jinja.Statements;
using Heed.Language.Templates.Jinja.Syntax;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja;

/// <summary>
/// A template in Jinja, read and rendered as Python's Jinja 3.1 does with the settings of transformers: trim_blocks, lstrip_blocks, loop
/// controls, <c>generation</c> blocks, its <c>tojson</c>, <c>raise_exception</c> and <c>strftime_now</c>, in its sandbox. It reaches no
/// file and no object of ours, and work, memory and depth are bounded (<see cref="Meter"/>). Immutable; may be used from many threads.
/// </summary>
public sealed class JinjaTemplate
{
    private readonly Body _body;

    private JinjaTemplate(string source, Body body) => (Source, _body) = (source, body);

    public string Source { get; }

    /// <summary>Whether it marks what the assistant says (<c>{% generation %}</c>).</summary>
    public bool HasGeneration { get; private init; }

    /// <exception cref="ChatTemplateException">Not a template: the message names line and column.</exception>
    public static JinjaTemplate Parse(string source)
    {
        var parser = new Parser(Lexer.Read(source));
        try
        {
            return new JinjaTemplate(source, parser.Template()) { HasGeneration = parser.HasGeneration };
        }
        catch (ChatTemplateException e) when (e.Line == 0 && e.Kind is not null)
        {
            throw ChatTemplateException.Of(e.Kind, e.Reason, parser.At.Line, parser.At.Column);
        }
    }

    /// <summary>The text for some variables.</summary>
    /// <param name="clock">What strftime_now asks, in local time.</param>
    /// <exception cref="ChatTemplateException">What Python would raise, by kind; the message names line and column.</exception>
    public RenderedText Render(JsonObject variables, TimeProvider clock)
    {
        var run = new Rendering(clock);
        try
        {
            var given = Globals.Scope(run);
            foreach (var (name, value) in variables) given.Set(name, JsonValues.From(run.Meter, value));
            _body.Execute(new Scope(given));
        }
        catch (ChatTemplateException e) when (e.Line == 0 && e.Kind is not null)
        {
            throw ChatTemplateException.Of(e.Kind, e.Reason, run.At.Line, run.At.Column);
        }
        return new RenderedText(run.Text, run.Generated);
    }
}
