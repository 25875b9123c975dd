using Heed.Models.Generation.Sampling;
using Heed.Runs;

namespace Heed.Models.Generation.Speculation;

/// <summary>Lets a smaller model guess, for all sequences at once, with keys and values of its own.</summary>
internal sealed class DraftModel : IGuesser
{
    private readonly SpeculationOptions _options;
    private readonly KeyValueCache _cache;
    private readonly ModelPass _pass;
    private readonly int _rowsAStep, _slots;
    private readonly long _cacheBytes;
    private readonly ThreadLocal<Sampler> _sampler = new(() => new Sampler());
    private readonly Dictionary<Sequence, Progress> _progress = [];

    public DraftModel(SpeculationOptions options, GeneratorOptions generator)
    {
        var (draft, config) = (options.Draft!, options.Draft!.Config);
        (_options, _rowsAStep, _slots, _cacheBytes) = (options, generator.RowsAStep, generator.Slots, generator.CacheBytes);
        _cache = new KeyValueCache(config.Layers, config.KeyValueHeads, config.HeadWidth, generator.Cache);
        _pass = ModelPass.For(WeightSource.Of(draft), _cache, _rowsAStep, generator);
    }

    public void Reserve(IReadOnlyList<Sequence> sequences)
    {
        var needs = sequences.Select(s => (long)KeyValueCache.PagesFor(s.MostTokens)).OrderDescending().Take(_slots).Sum();
        if (needs * _cache.PageBytes > _cacheBytes) throw new CacheTooSmallException(sequences[0].Index, needs * _cache.PageBytes, _cacheBytes);
        _cache.Reserve((int)needs);
    }

    public void Guess(IReadOnlyList<Sequence> sequences)
    {
        foreach (var sequence in sequences)
        {
            if (!_progress.TryGetValue(sequence, out var progress)) _progress[sequence] = progress = new Progress(new PageList(_cache));
            progress.Cached = Math.Min(progress.Cached, sequence.Length - 1);          // what was guessed wrongly is written anew
            sequence.ClearGuesses();
        }
        for (var i = 0; i < _options.Ahead; i++) GuessOne([.. sequences.Where(s => s.Guesses.Count < s.RoomToGuess)]);
    }

    public void Forget(Sequence sequence)
    {
        if (_progress.Remove(sequence, out var progress)) progress.Pages.Return();
    }

    public void Refresh() => _pass.Refresh();

    public void Dispose()
    {
        _pass.Dispose();
        _cache.Dispose();
        _sampler.Dispose();
    }

    private void GuessOne(List<Sequence> sequences)
    {
        var rows = new List<StepRow>();
        var lasts = new List<(int Row, Sequence Sequence)>();
        foreach (var sequence in sequences)
        {
            var progress = _progress[sequence];
            var tokens = sequence.TokensWithGuesses(sequence.Guesses.Count);
            progress.Pages.MakeRoom(tokens.Length);
            for (; progress.Cached < tokens.Length; progress.Cached++) rows.Add(new StepRow(tokens[progress.Cached], progress.Cached, tokens.Length, progress.Pages));
            lasts.Add((rows.Count - 1, sequence));
        }
        for (var low = 0; low < rows.Count; low += _rowsAStep) Run(rows, low, Math.Min(_rowsAStep, rows.Count - low), lasts);
    }

    private void Run(List<StepRow> rows, int low, int count, List<(int Row, Sequence Sequence)> lasts)
    {
        var here = lasts.Where(l => low <= l.Row && l.Row < low + count).ToList();
        var (guesses, randoms) = (new Guess[here.Count], here.ConvertAll(l => new SeededRandom(l.Sequence.Request.Random.NextUInt64())));
        _pass.Run(rows.GetRange(low, count), here.ConvertAll(l => l.Row - low), (i, logits) =>
        {
            var sequence = here[i].Sequence;
            guesses[i] = _sampler.Value!.Guess(logits, sequence.Chain, sequence.SoFarWithGuesses(sequence.Guesses.Count), randoms[i]);
        });
        for (var i = 0; i < here.Count; i++) here[i].Sequence.Add(guesses[i]);
    }

    private sealed class Progress(PageList pages)
    {
        public PageList Pages { get; } = pages;

        /// <summary>Positions whose keys and values are there.</summary>
        public int Cached { get; set; }
    }
}
