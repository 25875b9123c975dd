namespace Heed.Language.Tokens.Expressions;

internal enum Operation : byte { One, Run, Choose, Jump, Mark, Progress, Atomic, Look, Peek, Assert, Accept }

/// <summary>One step of a compiled expression; which fields count depends on the operation.</summary>
internal sealed class Instruction(Operation operation)
{
    public Operation Operation { get; } = operation;

    /// <summary>One, Run, Peek: which classes of letters are meant, the end of the text included.</summary>
    public bool[] Set { get; init; } = [];

    /// <summary>Run: how often at least and at most.</summary>
    public int Least { get; init; }

    public int Most { get; init; }

    public Greed Greed { get; init; }

    /// <summary>Jump: where to. Atomic, Look: where the part begins. Mark, Progress: which place.</summary>
    public int Target { get; set; }

    /// <summary>Atomic, Look: where to go on.</summary>
    public int After { get; set; }

    /// <summary>Choose: where each choice begins.</summary>
    public int[] Choices { get; init; } = [];

    /// <summary>Choose: for a class and a choice, the first choice from that one on which may match there; -1 where none does.</summary>
    public short[] Viable { get; set; } = [];

    public bool Negated { get; init; }

    /// <summary>Look: how many letters behind the place the part begins; 0 for what is ahead.</summary>
    public int Behind { get; init; }

    public Place Place { get; init; }
}
