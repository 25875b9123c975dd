namespace Heed.Language.Tokens.Expressions;

/// <summary>
/// Turns an expression into steps. For every choice it is known which letters may begin it, so most choices need no trying; and a
/// repeated set that cannot give anything back to what follows never does (auto-possessification), which makes the expressions that
/// tokenizers use run in linear time.
/// </summary>
internal sealed class PatternCompiler
{
    private const int MostInstructions = 20_000;

    private readonly List<Instruction> _code = [];
    private readonly LetterClasses _classes;
    private int _marks;

    private PatternCompiler(LetterClasses classes) => _classes = classes;

    public static PatternProgram Compile(PatternNode node)
    {
        var sets = new HashSet<CodePointSet>();
        Collect(node, sets);
        sets.Add(UnicodeProperties.Word);
        var compiler = new PatternCompiler(new LetterClasses(sets));
        compiler.Emit(node, Follow.Accept(compiler._classes.Count));
        compiler.Add(new Instruction(Operation.Accept));
        return new PatternProgram([.. compiler._code], compiler._classes, compiler._marks, compiler.First(node, Follow.Accept(compiler._classes.Count)).Classes);
    }

    private static void Collect(PatternNode node, HashSet<CodePointSet> sets)
    {
        if (node is OneOf one) sets.Add(one.Set);
        foreach (var part in Parts(node)) Collect(part, sets);
    }

    private static IEnumerable<PatternNode> Parts(PatternNode node) => node switch
    {
        Concatenation all => all.Parts,
        Alternation any => any.Choices,
        Repetition repeated => [repeated.Body],
        AtomicGroup atomic => [atomic.Body],
        Lookaround look => [look.Body],
        _ => []
    };

    private Instruction Add(Instruction instruction)
    {
        if (_code.Count == MostInstructions) throw new FormatException("the expression is too large");
        _code.Add(instruction);
        return instruction;
    }

    private void Emit(PatternNode node, Follow follow)
    {
        switch (node)
        {
            case OneOf one:
                Add(new Instruction(Operation.One) { Set = _classes.Members(one.Set) });
                break;
            case Concatenation all:
                for (var i = 0; i < all.Parts.Count; i++) Emit(all.Parts[i], First(new Concatenation([.. all.Parts.Skip(i + 1)]), follow));
                break;
            case Alternation any:
                EmitChoices([.. any.Choices.Select(c => (Action)(() => Emit(c, follow)))], [.. any.Choices.Select(c => First(c, follow))]);
                break;
            case Repetition { Body: OneOf one } repeated:
                EmitRun(_classes.Members(one.Set), repeated, follow);
                break;
            case Repetition { Greed: Greed.Possessive } repeated:
                EmitPart(new Instruction(Operation.Atomic), repeated with { Greed = Greed.Greedy });
                break;
            case Repetition repeated:
                EmitRepetition(repeated, follow);
                break;
            case AtomicGroup atomic:
                EmitPart(new Instruction(Operation.Atomic), atomic.Body);
                break;
            case Lookaround look:
                EmitLook(look);
                break;
            case Assertion assertion:
                Add(new Instruction(Operation.Assert) { Place = assertion.Place });
                break;
        }
    }

    private void EmitRun(bool[] set, Repetition repeated, Follow follow)
    {
        var greed = repeated.Greed == Greed.Greedy && (follow.Accepts || !follow.Overlaps(set)) ? Greed.Possessive : repeated.Greed;
        Add(new Instruction(Operation.Run) { Set = set, Least = repeated.Least, Most = repeated.Most, Greed = greed });
    }

    private void EmitRepetition(Repetition repeated, Follow follow)
    {
        var body = repeated.Body;
        var again = repeated.Most > 1 ? Follow.Either(First(body, Follow.Anything(_classes.Count)), follow) : follow;
        for (var i = 0; i < repeated.Least; i++) Emit(body, again);
        if (repeated.Most == int.MaxValue)
        {
            var nullable = IsNullable(body);
            var mark = nullable ? _marks++ : 0;
            var loop = _code.Count;
            EmitOption(repeated.Greed, () =>
            {
                if (nullable) Add(new Instruction(Operation.Mark) { Target = mark });
                Emit(body, again);
                if (nullable) Add(new Instruction(Operation.Progress) { Target = mark });
                Add(new Instruction(Operation.Jump) { Target = loop });
            }, First(body, again), follow);
        }
        else EmitOptionals(repeated, repeated.Most - repeated.Least, again, follow);
    }

    private void EmitOptionals(Repetition repeated, int count, Follow again, Follow follow)
    {
        if (count == 0) return;
        EmitOption(repeated.Greed, () =>
        {
            Emit(repeated.Body, again);
            EmitOptionals(repeated, count - 1, again, follow);
        }, First(repeated.Body, again), follow);
    }

    /// <summary>A part that may be left out: tried first when greedy, last when lazy.</summary>
    private void EmitOption(Greed greed, Action body, Follow first, Follow follow)
    {
        if (greed == Greed.Greedy) EmitChoices([body, () => { }], [first, follow]);
        else EmitChoices([() => { }, body], [follow, first]);
    }

    private void EmitChoices(IReadOnlyList<Action> choices, IReadOnlyList<Follow> firsts)
    {
        var (starts, ends) = (new int[choices.Count], new List<Instruction>());
        var choose = Add(new Instruction(Operation.Choose) { Choices = starts });
        for (var i = 0; i < choices.Count; i++)
        {
            starts[i] = _code.Count;
            choices[i]();
            if (i + 1 < choices.Count) ends.Add(Add(new Instruction(Operation.Jump)));
        }
        foreach (var end in ends) end.Target = _code.Count;
        choose.Viable = new short[_classes.Count * (choices.Count + 1)];
        for (var c = 0; c < _classes.Count; c++)
        {
            short next = -1;
            for (var i = choices.Count; i >= 0; i--)
            {
                if (i < choices.Count && firsts[i].Classes[c]) next = (short)i;
                choose.Viable[c * (choices.Count + 1) + i] = next;
            }
        }
    }

    private void EmitLook(Lookaround look)
    {
        if (!look.Behind && look.Body is OneOf one)
        {
            Add(new Instruction(Operation.Peek) { Set = _classes.Members(one.Set), Negated = look.Negated });
            return;
        }
        if (!look.Behind)
        {
            EmitPart(new Instruction(Operation.Look) { Negated = look.Negated }, look.Body);
            return;
        }
        var choices = look.Body is Alternation any ? any.Choices : [look.Body];
        var lengths = choices.Select(c => LengthOf(c) ?? throw new FormatException("a look behind must have a fixed length"));
        var looks = choices.Zip(lengths).Select(p => (Action)(() => EmitPart(new Instruction(Operation.Look) { Negated = look.Negated, Behind = p.Second }, p.First))).ToList();
        // Not behind any of them: all must hold; behind one of them: the first that holds.
        if (look.Negated)
            foreach (var each in looks) each();
        else EmitChoices(looks, [.. looks.Select(_ => Follow.Anything(_classes.Count))]);
    }

    private void EmitPart(Instruction instruction, PatternNode body)
    {
        Add(instruction);
        instruction.Target = _code.Count;
        Emit(body, Follow.Accept(_classes.Count));
        Add(new Instruction(Operation.Accept));
        instruction.After = _code.Count;
    }

    /// <summary>What may come first of a part and what follows it.</summary>
    private Follow First(PatternNode node, Follow follow) => node switch
    {
        OneOf one => new Follow(_classes.Members(one.Set), false),
        Concatenation all => all.Parts.Reverse().Aggregate(follow, (rest, part) => First(part, rest)),
        Alternation any => any.Choices.Select(c => First(c, follow)).Aggregate(Follow.Either),
        Repetition repeated when IsNullable(repeated.Body) => Follow.Anything(_classes.Count) with { Accepts = repeated.Least == 0 && follow.Accepts },
        Repetition { Least: 0 } repeated => Follow.Either(First(repeated.Body, follow), follow),
        Repetition repeated => First(repeated.Body, follow),
        AtomicGroup atomic => First(atomic.Body, follow),
        _ => follow with { Accepts = false }
    };

    private static bool IsNullable(PatternNode node) => node switch
    {
        OneOf => false,
        Concatenation all => all.Parts.All(IsNullable),
        Alternation any => any.Choices.Any(IsNullable),
        Repetition repeated => repeated.Least == 0 || IsNullable(repeated.Body),
        AtomicGroup atomic => IsNullable(atomic.Body),
        _ => true
    };

    /// <summary>How many letters a part always takes, or null.</summary>
    private static int? LengthOf(PatternNode node) => node switch
    {
        OneOf => 1,
        Concatenation all => all.Parts.Aggregate((int?)0, (sum, part) => sum + LengthOf(part)),
        Alternation any => any.Choices.Select(LengthOf).Distinct().ToList() is [var same] ? same : null,
        Repetition repeated => repeated.Least == repeated.Most ? repeated.Least * LengthOf(repeated.Body) : null,
        AtomicGroup atomic => LengthOf(atomic.Body),
        _ => 0
    };

    /// <param name="Classes">Which letters may come next.</param>
    /// <param name="Accepts">What comes next matches always, wherever the text stands.</param>
    private readonly record struct Follow(bool[] Classes, bool Accepts)
    {
        public static Follow Accept(int count) => Anything(count) with { Accepts = true };

        public static Follow Anything(int count)
        {
            var classes = new bool[count];
            Array.Fill(classes, true);
            return new Follow(classes, false);
        }

        public static Follow Either(Follow a, Follow b) => new([.. a.Classes.Zip(b.Classes, (x, y) => x || y)], a.Accepts || b.Accepts);

        public bool Overlaps(bool[] set)
        {
            for (var i = 0; i < set.Length; i++)
                if (set[i] && Classes[i]) return true;
            return false;
        }
    }
}
