using System.Text;

namespace Heed.Language.Templates.Jinja;

/// <summary>One rendering under way: the text so far, the bounds, where we are.</summary>
internal sealed class Rendering(TimeProvider clock)
{
    private readonly StringBuilder _text = new();
    private StringBuilder? _captured;

    public Meter Meter { get; } = new();

    public TimeProvider Clock => clock;

    /// <summary>Where in the template we are, for messages.</summary>
    public Position At { get; set; }

    /// <summary>The characters that generation blocks gave, as they came.</summary>
    public List<Range> Generated { get; } = [];

    public int Length => _text.Length;

    public string Text => _text.ToString();

    public void Write(string text)
    {
        Meter.Text(text.Length);
        (_captured ?? _text).Append(text);
    }

    /// <summary>What a piece of the template writes, as a text instead.</summary>
    public string Capture(Action write)
    {
        var outer = _captured;
        _captured = new StringBuilder();
        try
        {
            write();
            return _captured.ToString();
        }
        finally
        {
            _captured = outer;
        }
    }

    /// <summary>A node is being evaluated.</summary>
    public void Step(Position at)
    {
        At = at;
        Meter.Spend();
    }
}
