using System.Text;
using Heed.Language.Tokens.Expressions;

namespace Heed.Language.Tokens;

/// <summary>A changed text in the making, which remembers where its letters come from.</summary>
internal sealed class TextEdit(AlignedText text)
{
    private readonly StringBuilder _output = new(text.Text.Length + 16);
    private readonly List<int>? _sources = text.Starts is null ? null : new(text.Text.Length + 16);

    public void Append(int codePoint, int source)
    {
        CodePoints.Append(_output, codePoint);
        _sources?.Add(source);
        if (codePoint > 0xFFFF) _sources?.Add(source);
    }

    public void Append(string content, int source)
    {
        _output.Append(content);
        for (var i = 0; _sources is not null && i < content.Length; i++) _sources.Add(source);
    }

    /// <summary>A stretch as it stands.</summary>
    public void Copy(int start, int end)
    {
        _output.Append(text.Text, start, end - start);
        for (var i = start; _sources is not null && i < end; i++) _sources.Add(i);
    }

    public void Apply() => text.Change(_output.ToString(), _sources);
}
