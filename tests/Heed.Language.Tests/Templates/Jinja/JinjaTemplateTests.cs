using System.Text.Json.Nodes;
using Heed.Language.Templates;
using Heed.Language.Templates.Jinja;
using Xunit;

namespace Heed.Language.Tests.Templates.Jinja;

public sealed class JinjaTemplateTests
{
    private static readonly FixedClock Clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public static TheoryData<int> PythonCaseNumbers => [.. Enumerable.Range(0, PythonCases.All.Count)];

    [Theory, MemberData(nameof(PythonCaseNumbers))]
    public void Where_others_differ_it_does_as_python_does(int number)
    {
        var json = PythonCases.All[number];
        string Text() => Render((string)json["template"]!, PythonCases.Context);
        if ((string?)json["error"] is { } kind) Assert.Equal(kind, Assert.Throws<ChatTemplateException>(Text).Kind);
        else Assert.Equal((string)json["output"]!, Text());
    }

    [Theory]
    [InlineData("{{ 'a' }}\n  {{ x. }}", 2, 9, "TemplateSyntaxError")]
    [InlineData("a\n{% if true %}\n  {{ 1 + 'b' }}{% endif %}", 3, 8, "TypeError")]
    [InlineData("{% for m in messages %}{{ m.content.strip() }}{% endfor %}\n{{ nothing.at_all }}", 2, 11, "UndefinedError")]
    [InlineData("{{ 1 | nofilter }}", 1, 8, "TemplateAssertionError")]
    [InlineData("\n\n{% endif %}", 3, 4, "TemplateSyntaxError")]
    public void An_error_names_line_and_column(string template, int line, int column, string kind)
    {
        var error = Assert.Throws<ChatTemplateException>(() => Render(template, []));
        Assert.Equal((kind, line, column), (error.Kind, error.Line, error.Column));
        Assert.Contains($"line {line}, column {column}", error.Message);
    }

    [Theory]
    [InlineData("{{ [1, 2] | random }}", "random")]
    [InlineData("{{ 'http://a.b' | urlize }}", "urlize")]
    [InlineData("{{ [1] | pprint }}", "pprint")]
    [InlineData("{{ lipsum() }}", "lipsum")]
    public void What_is_left_out_is_refused_by_name(string template, string name)
    {
        var error = Assert.Throws<ChatTemplateException>(() => Render(template, []));
        Assert.Contains($"'{name}' is left out", error.Message);
    }

    [Fact]
    public void What_is_left_out_does_no_harm_where_it_is_not_reached() => Assert.Equal("a", Render("{% if false %}{{ [1] | random }}{{ lipsum() }}{% endif %}a", []));

    [Theory]
    [InlineData("{{ 'x' * 10 ** 12 }}")]
    [InlineData("{{ 9 ** (9 ** 9) }}")]
    [InlineData("{{ '%1000000000d' % 1 }}")]
    [InlineData("{{ '{:>2000000000}'.format('a') }}")]
    [InlineData("{{ 'a'.center(2000000000) }}")]
    [InlineData("{% set y = 'a'.center(60000000) %}")]
    [InlineData("{% set y = 'a' * 17000000 %}")]
    [InlineData("{{ [0] * 2000000000 }}")]
    [InlineData("{{ range(99999) | map('string') | join(range(99999) | join) }}")]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(t='xxxxxxxx') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}")]
    [InlineData("{% set ns = namespace(t=[]) %}{% for i in range(9999) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}")]
    [InlineData("{% set ns = namespace(t=[1]) %}{% for i in range(99) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t | tojson }}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    [InlineData("{{ 'a' | indent(2000000000, true) }}")]
    [InlineData("{{ ('a ' * 9999) | replace('a', 'b' * 99999) }}")]
    [InlineData("{{ [1] | batch(2000000000, 'x') | list }}")]
    [InlineData("{{ 1 | tojson(indent=2000000000) }}")]
    [InlineData("{{ range(100001) }}")]
    public void Work_memory_and_depth_are_bounded(string template)
    {
        var error = Assert.Throws<ChatTemplateException>(() => Render(template, []));
        Assert.Contains(error.Kind, (string[])["SecurityError", "OverflowError", "RecursionError", "ValueError"]);
    }

    [Theory]
    [InlineData("{{ ''.__class__.__mro__ }}")]
    [InlineData("{{ ().__class__ ~ namespace.__init__.__globals__ }}")]
    [InlineData("{% set x = [1] %}{{ x.append(2) }}")]
    [InlineData("{{ {}.update({'a': 1}) }}")]
    [InlineData("{{ '{0.__class__.__name__}'.format(1) }}")]
    public void The_sandbox_hides_what_is_inside_and_what_changes(string template) =>
        Assert.Equal("SecurityError", Assert.Throws<ChatTemplateException>(() => Render(template, [])).Kind);

    [Fact]
    public void No_file_can_be_loaded() => Assert.Equal("TypeError", Assert.Throws<ChatTemplateException>(() => Render("{% include '/etc/passwd' %}", [])).Kind);

    [Fact]
    public void Nesting_without_end_is_refused_not_followed()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("{1:", "}"), ("-", ""), ("not ", ""), ("1 if 1 else ", "") })
            Assert.Throws<ChatTemplateException>(() => JinjaTemplate.Parse("{{ " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000)) + " }}"));
        Assert.Throws<ChatTemplateException>(() => JinjaTemplate.Parse(string.Concat(Enumerable.Repeat("{% if 1 %}", 100_000))));
        Assert.Throws<ChatTemplateException>(() => Render("{{ " + string.Join(" + ", Enumerable.Repeat("1", 200_000)) + " }}", []));
    }

    [Fact]
    public void Generation_blocks_give_the_characters_between_them()
    {
        var rendered = JinjaTemplate.Parse("{% for m in ['a', 'bc'] %}<{% generation %}{{ m }}.{% endgeneration %}>{% endfor %}").Render([], Clock);
        Assert.Equal("<a.><bc.>", rendered.Text);
        Assert.Equal(["a.", "bc."], rendered.Generated.Select(r => rendered.Text[r]));
    }

    internal static string Render(string template, JsonObject context) => JinjaTemplate.Parse(template).Render(context, Clock).Text;
}
