using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Heed.Conventions.Tests;

/// <summary>Sizes are reported, and a bound keeps them from running away.</summary>
public sealed class SizeTests(ITestOutputHelper output)
{
    private const int LongFile = 250, LongMethod = 30, TooLongFile = 400, TooLongMethod = 80;

    [Fact]
    public void Files_stay_on_a_few_screens()
    {
        var sizes = Repository.Sources("src", "apps", "bench").Select(f => (lines: File.ReadLines(f).Count(), file: Repository.Relative(f))).ToList();
        foreach (var (lines, file) in sizes.Where(s => s.lines > LongFile).OrderByDescending(s => s.lines)) output.WriteLine($"{lines} {file}");
        Assert.Empty(sizes.Where(s => s.lines > TooLongFile).Select(s => $"{s.lines} lines: {s.file}"));
    }

    [Fact]
    public void Methods_stay_on_one_screen()
    {
        var sizes = (from file in Repository.Sources("src", "apps", "bench")
                     let tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file))
                     from method in tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
                     select (lines: Lines(tree, method), name: $"{Repository.Relative(file)} {Name(method)}")).ToList();
        foreach (var (lines, name) in sizes.Where(s => s.lines > LongMethod).OrderByDescending(s => s.lines)) output.WriteLine($"{lines} {name}");
        Assert.Empty(sizes.Where(s => s.lines > TooLongMethod).Select(s => $"{s.lines} lines: {s.name}"));
    }

    private static int Lines(SyntaxTree tree, BaseMethodDeclarationSyntax method)
    {
        var body = (SyntaxNode?)method.Body ?? method.ExpressionBody;
        if (body is null) return 0;
        var span = tree.GetLineSpan(body.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Name(BaseMethodDeclarationSyntax method) => method switch
    {
        MethodDeclarationSyntax m => m.Identifier.Text,
        ConstructorDeclarationSyntax c => c.Identifier.Text + " (constructor)",
        _ => method.Kind().ToString()
    };
}
