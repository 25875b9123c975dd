using Heed.Models.Generation.Sampling;
using Heed.Models.Generation.Speculation;

namespace Heed.Models.Generation;

/// <summary>One answer while it is generated.</summary>
/// <param name="restartsAt">The length at which keys and values must be computed anew, because rotary frequencies change there; null: never.</param>
internal sealed class Sequence(int index, GenerationRequest request, SamplingChain chain, StopRule stop, int? restartsAt = null)
{
    private readonly int[] _tokens = [.. request.Prompt, .. new int[request.Options.MaxNewTokens]];
    private readonly float[] _logProbs = new float[request.Options.MaxNewTokens];
    private readonly float[] _filteredLogProbs = new float[request.Options.MaxNewTokens];
    private readonly TokenLogProb[][]? _top = request.Options.TopLogProbs > 0 ? new TokenLogProb[request.Options.MaxNewTokens][] : null;
    private readonly List<Guess> _guesses = [];
    private StopReason? _reason;

    /// <summary>Which request of the call it answers.</summary>
    public int Index { get; } = index;

    public GenerationRequest Request { get; } = request;

    public SamplingChain Chain { get; } = chain;

    public StopRule Stop { get; } = stop;

    public int PromptLength => Request.Prompt.Length;

    /// <summary>Prompt and answer together.</summary>
    public int Length { get; private set; } = request.Prompt.Length;

    /// <summary>Positions whose keys and values are cached.</summary>
    public int Cached { get; private set; } = request.Prompt.Length;

    /// <summary>Tokens that must run before the next one can be drawn.</summary>
    public ReadOnlySpan<int> Behind => _tokens.AsSpan(Cached, Length - Cached);

    /// <summary>The sequences with the same prompt.</summary>
    public PromptGroup? Group { get; set; }

    /// <summary>Pages set aside so that the sequence can reach its full length; 0 before it has a slot.</summary>
    public int ReservedPages { get; set; }

    /// <summary>Pages that it may need beyond those it shares with its group.</summary>
    public int OwnPages => KeyValueCache.PagesFor(_tokens.Length) - (Restarts ? 0 : PageList.SharedPages(PromptLength));

    /// <summary>Keys and values of every position but the last token's, once the prompt has run.</summary>
    public PageList? Pages { get; set; }

    public SequenceSoFar SoFar => new(_tokens.AsSpan(0, Length), PromptLength);

    /// <summary>Prompt and the longest answer.</summary>
    public int MostTokens => _tokens.Length;

    /// <summary>What may come next, to be judged in the next step.</summary>
    public IReadOnlyList<Guess> Guesses => _guesses;

    /// <summary>How many guesses leave room for the token after them.</summary>
    public int RoomToGuess => restartsAt is null ? _tokens.Length - Length - 1 : 0;

    /// <summary>Guesses judged, and those that became tokens.</summary>
    public (int Judged, int Right) Guessed { get; private set; }

    private bool Restarts => restartsAt > PromptLength && restartsAt <= _tokens.Length;

    public bool IsOver => _reason is not null;

    /// <summary>Appends a sampled token; afterwards the sequence may be over.</summary>
    public GeneratedToken Accept(Draw draw)
    {
        var answered = Length - PromptLength;
        _logProbs[answered] = draw.LogProb;
        _filteredLogProbs[answered] = draw.FilteredLogProb;
        if (_top is not null) _top[answered] = draw.Top!;
        _tokens[Length++] = draw.Token;
        (var text, _reason) = Stop.After(SoFar.Answer);
        if (Length == restartsAt)
        {
            Cached = 0;
            Pages!.Renew();
        }
        return new GeneratedToken(Index, draw.Token, draw.LogProb, text, _reason) { Top = draw.Top };
    }

    public void ClearGuesses() => _guesses.Clear();

    public void Add(Guess guess)
    {
        _tokens[Length + _guesses.Count] = guess.Token;
        _guesses.Add(guess);
    }

    /// <summary>The tokens so far, followed by the first guesses.</summary>
    public ReadOnlySpan<int> TokensWithGuesses(int guesses) => _tokens.AsSpan(0, Length + guesses);

    public SequenceSoFar SoFarWithGuesses(int guesses) => new(TokensWithGuesses(guesses), PromptLength);

    /// <summary>A guess has been judged.</summary>
    public void Count(bool right) => Guessed = (Guessed.Judged + 1, Guessed.Right + (right ? 1 : 0));

    /// <summary>The next <paramref name="count"/> tokens have run.</summary>
    public void Advance(int count) => Cached += count;

    /// <summary>Ends the sequence without another token.</summary>
    public void End(StopReason reason)
    {
        Stop.Close();
        _reason = reason;
    }

    public Completion ToCompletion() => new(
        Request.Prompt,
        _tokens[PromptLength..Length],
        _logProbs[..(Length - PromptLength)],
        _reason is StopReason.EndToken or StopReason.StopString or StopReason.Complete)
    {
        FilteredLogProbs = _filteredLogProbs[..(Length - PromptLength)],
        Reason = _reason!.Value,
        Text = Stop.Text,
        TopLogProbs = _top?[..(Length - PromptLength)],
        Guessed = Guessed.Judged,
        GuessedRight = Guessed.Right,
    };
}
