namespace Heed.Learning.Packing;

/// <summary>Token ids of a prompt and of an answer to it, the end token included where the answer ends.</summary>
public sealed record AnsweredPrompt(int[] Prompt, int[] Answer)
{
    /// <summary>Tokens of both.</summary>
    public int Length => Prompt.Length + Answer.Length;

    /// <summary>Both in one sequence.</summary>
    public int[] Sequence() => [.. Prompt, .. Answer];
}
