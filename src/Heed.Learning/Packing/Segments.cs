using TorchSharp;

namespace Heed.Learning.Packing;

/// <summary>
/// The borders of answers in a packed vector of answer tokens (N): answer i holds tokens <c>Starts[i]</c> to <c>Starts[i + 1]</c>.
/// Only learned tokens are packed, so there is no padding and no mask; an answer may be empty.
/// </summary>
public sealed class Segments
{
    private readonly int[] _starts;

    /// <summary>Borders from the number of tokens of each answer.</summary>
    public Segments(IEnumerable<int> lengths)
    {
        var starts = new List<int> { 0 };
        foreach (var length in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            starts.Add(starts[^1] + length);
        }
        _starts = [.. starts];
    }

    /// <summary>(B+1), cumulative.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>B, the number of answers.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>N, the number of packed tokens.</summary>
    public int Tokens => _starts[^1];

    /// <summary>Tokens of one answer.</summary>
    public int Length(int answer) => _starts[answer + 1] - _starts[answer];

    /// <summary>The borders of some of the answers, in the order given.</summary>
    public Segments Pick(IEnumerable<int> answers) => new(answers.Select(Length));

    /// <summary>The places of the tokens of some of the answers, in the order given.</summary>
    public long[] TokensOf(IEnumerable<int> answers) =>
        [.. answers.SelectMany(a => Enumerable.Range(_starts[a], Length(a))).Select(t => (long)t)];

    /// <summary>Sums over each answer: (N) -> (B); an empty one gives 0.</summary>
    public torch.Tensor Sum(torch.Tensor perToken) => perToken.new_zeros(Count).index_add(0, Owners(), perToken, 1);

    /// <summary>Means over each answer: (N) -> (B); an empty one gives 0.</summary>
    public torch.Tensor Mean(torch.Tensor perToken) => Sum(perToken) / Lengths(perToken.dtype).clamp(min: 1);

    /// <summary>A number an answer, repeated on each of its tokens: (B) -> (N).</summary>
    public torch.Tensor Spread(torch.Tensor perAnswer) => perAnswer.index_select(0, Owners());

    /// <summary>(B), tokens of each answer.</summary>
    public torch.Tensor Lengths(torch.ScalarType type) => torch.tensor(Enumerable.Range(0, Count).Select(i => (long)Length(i)).ToArray()).to(type);

    /// <summary>Position of each non-empty answer's last token, with the answers' numbers.</summary>
    public IEnumerable<(int Answer, int Token)> Last() =>
        from answer in Enumerable.Range(0, Count) where Length(answer) > 0 select (answer, _starts[answer + 1] - 1);

    private torch.Tensor Owners() =>                                                                   // (N), int64
        torch.tensor(Enumerable.Range(0, Count).SelectMany(i => Enumerable.Repeat((long)i, Length(i))).ToArray());
}
