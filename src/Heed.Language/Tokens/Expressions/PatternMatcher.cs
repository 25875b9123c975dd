namespace Heed.Language.Tokens.Expressions;

/// <summary>
/// Runs a compiled expression with a stack of what else could be tried. Where an expression tries too often, every place that failed is
/// remembered from then on, so the work stays within the size of the expression times the text. Not thread-safe.
/// </summary>
internal sealed class PatternMatcher(PatternProgram program)
{
    private const int FreeTries = 4096;

    private readonly Instruction[] _code = program.Code;
    private readonly LetterClasses _classes = program.Classes;
    private readonly bool[] _word = program.Classes.Members(UnicodeProperties.Word);
    private readonly int[] _marks = new int[program.Marks];
    private Entry[] _stack = new Entry[64];
    private int _top;
    private int _tries;

    /// <summary>The leftmost match at or after an index.</summary>
    public bool Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (start = from; start <= text.Length; start += start == text.Length ? 1 : CodePoints.LengthAt(text, start))
        {
            if (!program.Starts[ClassAt(text, start)]) continue;
            _top = _tries = 0;
            end = Run(text, 0, start);
            if (end >= 0) return true;
        }
        end = -1;
        return false;
    }

    /// <summary>Where a part that begins at a step ends; -1 where it does not match.</summary>
    private int Run(ReadOnlySpan<char> text, int step, int at)
    {
        var bottom = _top;
        HashSet<(int, int)>? failed = null;
        while (true)
        {
            var ins = _code[step];
            if (ins.Operation == Operation.Accept)
            {
                _top = bottom;
                return at;
            }
            var holds = _tries > FreeTries && !(failed ??= []).Add((step, at)) && ins.Operation is Operation.Choose or Operation.Run ? false : Step(text, ins, ref step, ref at);
            if (!holds && !Back(text, bottom, ref step, ref at)) return -1;
        }
    }

    private bool Step(ReadOnlySpan<char> text, Instruction ins, ref int step, ref int at)
    {
        switch (ins.Operation)
        {
            case Operation.One:
                if (at >= text.Length || !ins.Set[_classes.At(text, at, out var length)]) return false;
                at += length;
                step++;
                return true;
            case Operation.Run:
                return Repeat(text, ins, ref step, ref at);
            case Operation.Choose:
                return Choose(ins, 0, ClassAt(text, at), ref step, at);
            case Operation.Jump:
                step = ins.Target;
                return true;
            case Operation.Mark:
                Push(new Entry(EntryKind.Mark, ins.Target, _marks[ins.Target], 0));
                _marks[ins.Target] = at;
                step++;
                return true;
            case Operation.Progress:
                // Nothing taken: the loop ends here; its jump back is passed over.
                step += _marks[ins.Target] == at ? 2 : 1;
                return true;
            case Operation.Peek:
                step++;
                return ins.Set[ClassAt(text, at)] != ins.Negated;
            case Operation.Assert:
                step++;
                return Holds(text, ins.Place, at);
            default:
                return RunPart(text, ins, ref step, ref at);
        }
    }

    private bool RunPart(ReadOnlySpan<char> text, Instruction ins, ref int step, ref int at)
    {
        var start = at;
        for (var i = 0; i < ins.Behind && start >= 0; i++) start = start == 0 ? -1 : CodePoints.Before(text, start);
        var end = start < 0 ? -1 : Run(text, ins.Target, start);
        step = ins.After;
        if (ins.Operation == Operation.Look) return end >= 0 != ins.Negated;
        if (end < 0) return false;
        at = end;
        return true;
    }

    private bool Choose(Instruction ins, int from, int letter, ref int step, int at)
    {
        var row = letter * (ins.Choices.Length + 1);
        var choice = ins.Viable[row + from];
        if (choice < 0) return false;
        if (ins.Viable[row + choice + 1] >= 0) Push(new Entry(EntryKind.Choice, step, at, choice + 1));
        step = ins.Choices[choice];
        return true;
    }

    private bool Repeat(ReadOnlySpan<char> text, Instruction ins, ref int step, ref int at)
    {
        var (set, plane0) = (ins.Set, _classes.Plane0);
        var (start, least, most) = (at, at, ins.Greed == Greed.Lazy ? ins.Least : ins.Most);
        for (var count = 0; count < most; count++)
        {
            if (at >= text.Length) { if (count < ins.Least) return false; break; }
            var unit = text[at];
            if ((unit & 0xF800) != 0xD800)
            {
                if (!set[plane0[unit]]) { if (count < ins.Least) return false; break; }
                at++;
            }
            else
            {
                if (!set[_classes.At(text, at, out var length)]) { if (count < ins.Least) return false; break; }
                at += length;
            }
            if (count + 1 == ins.Least) least = at;
        }
        if (ins.Greed == Greed.Greedy && at > least) Push(new Entry(EntryKind.GiveBack, step, at, least));
        if (ins.Greed == Greed.Lazy && ins.Most > ins.Least) Push(new Entry(EntryKind.TakeMore, step, at, ins.Most - ins.Least));
        step++;
        return true;
    }

    /// <summary>Goes on with what was put off last; false where nothing is left.</summary>
    private bool Back(ReadOnlySpan<char> text, int bottom, ref int step, ref int at)
    {
        while (_top > bottom)
        {
            _tries++;
            var entry = _stack[--_top];
            switch (entry.Kind)
            {
                case EntryKind.Mark:
                    _marks[entry.Step] = entry.At;
                    continue;
                case EntryKind.Choice:
                    (step, at) = (entry.Step, entry.At);
                    if (Choose(_code[step], entry.Extra, ClassAt(text, at), ref step, at)) return true;
                    continue;
                case EntryKind.GiveBack:
                    at = CodePoints.Before(text, entry.At);
                    if (at > entry.Extra) Push(entry with { At = at });
                    step = entry.Step + 1;
                    return true;
                default:
                    if (entry.At >= text.Length || !_code[entry.Step].Set[_classes.At(text, entry.At, out var length)]) continue;
                    at = entry.At + length;
                    if (entry.Extra > 1) Push(entry with { At = at, Extra = entry.Extra == int.MaxValue ? int.MaxValue : entry.Extra - 1 });
                    step = entry.Step + 1;
                    return true;
            }
        }
        return false;
    }

    private int ClassAt(ReadOnlySpan<char> text, int at) => at < text.Length ? _classes.At(text, at, out _) : _classes.End;

    private bool Holds(ReadOnlySpan<char> text, Place place, int at) => place switch
    {
        Place.TextStart => at == 0,
        Place.TextEnd => at == text.Length,
        Place.TextEndOrFinalNewline => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
        Place.LineStart => at == 0 || text[at - 1] == '\n',
        Place.LineEnd => at == text.Length || text[at] == '\n',
        Place.WordBoundary => AtWordBoundary(text, at),
        _ => !AtWordBoundary(text, at)
    };

    private bool AtWordBoundary(ReadOnlySpan<char> text, int at)
    {
        var before = at > 0 && _word[_classes.At(text, CodePoints.Before(text, at), out _)];
        return before != (at < text.Length && _word[_classes.At(text, at, out _)]);
    }

    private void Push(Entry entry)
    {
        if (_top == _stack.Length) Array.Resize(ref _stack, _top * 2);
        _stack[_top++] = entry;
    }

    private enum EntryKind : byte { Choice, GiveBack, TakeMore, Mark }

    /// <summary>What else could be tried: the other choices, fewer of a greedy run (not below Extra), more of a lazy one (Extra at most).</summary>
    private readonly record struct Entry(EntryKind Kind, int Step, int At, int Extra);
}
