using Heed.Models.Generation;
using Heed.Models.Generation.Sampling;
using Heed.Runs;
using Xunit;

namespace Heed.Models.Tests.Generation;

/// <summary>The schedule of steps, with a model that always says token 9.</summary>
public sealed class ContinuousBatchTests : IDisposable
{
    private readonly KeyValueCache _cache = new(layers: 1, keyValueHeads: 1, headWidth: 16);
    private readonly List<(int Rows, int Logits, int Draws)> _steps = [];

    [Fact]
    public void A_prompt_of_many_answers_runs_once()
    {
        var batch = Batch([.. Enumerable.Repeat((int[])[.. Enumerable.Range(1, 40)], 5)], newTokens: 3, slots: 8, rows: 64);
        Finish(batch);
        Assert.Equal([(40, 1, 5), (5, 5, 5), (5, 5, 5)], _steps);
    }

    [Fact]
    public void An_answer_without_a_slot_runs_only_the_prompts_last_token_later()
    {
        var batch = Batch([.. Enumerable.Repeat((int[])[.. Enumerable.Range(1, 40)], 5)], newTokens: 2, slots: 2, rows: 64);
        Finish(batch);
        Assert.Equal([(40, 1, 2), (2, 2, 2), (1, 1, 2), (2, 2, 2), (1, 1, 1), (1, 1, 1)], _steps);
    }

    [Fact]
    public void A_finished_sequences_slot_is_taken_at_the_next_step()
    {
        int[][] prompts = [[1, 1], [2, 2], [3, 3]];
        var batch = Batch(prompts, newTokens: 2, slots: 2, rows: 8);
        Finish(batch);
        Assert.Equal([(4, 2, 2), (2, 2, 2), (2, 1, 1), (1, 1, 1)], _steps);
    }

    [Fact]
    public void A_long_prompt_runs_in_pieces_beside_the_others_answers()
    {
        var batch = Batch([[1], [.. Enumerable.Range(0, 25)]], newTokens: 4, slots: 2, rows: 10);
        Finish(batch);
        // 1 + 9 of 25; then the first one's answers beside 9 and the last 7 of the long prompt.
        Assert.Equal([(10, 1, 1), (10, 1, 1), (8, 2, 2), (2, 2, 2), (1, 1, 1), (1, 1, 1)], _steps);
    }

    [Fact]
    public void All_pages_come_back()
    {
        var batch = Batch([.. Enumerable.Range(0, 20).Select(i => Enumerable.Repeat(1, i % 4 * 17 + 1).ToArray())], newTokens: 20, slots: 6, rows: 30);
        Finish(batch);
        Assert.Equal(_cache.Pages, _cache.FreePages);
    }

    [Fact]
    public void Pages_come_back_from_a_batch_that_is_given_up()
    {
        var batch = Batch([.. Enumerable.Range(0, 9).Select(i => Enumerable.Repeat(1, i % 3 * 20 + 1).ToArray())], newTokens: 20, slots: 5, rows: 12);
        for (var i = 0; i < 6; i++) batch.Advance(null);
        Assert.NotEqual(_cache.Pages, _cache.FreePages);
        batch.Release();
        Assert.Equal(_cache.Pages, _cache.FreePages);
    }

    public void Dispose() => _cache.Dispose();

    private ContinuousBatch Batch(int[][] prompts, int newTokens, int slots, int rows)
    {
        _cache.Reserve(40);
        var options = new SamplingOptions { MaxNewTokens = newTokens };
        Sequence[] sequences = [.. prompts.Select((p, i) => new Sequence(i,
            new GenerationRequest(p, options, new SeededRandom(1)), new SamplingChain(options), new StopRule(options, null, default)))];
        return new ContinuousBatch(sequences, new GeneratorOptions { Slots = slots, RowsAStep = rows }, _cache, step =>
        {
            _steps.Add((step.Rows.Count, step.LogitRows.Count, step.Draws.Count));
            Array.Fill(step.Drawn, new Draw(9, 0, 0));
        });
    }

    private static void Finish(ContinuousBatch batch)
    {
        while (!batch.IsDone) batch.Advance(null);
    }
}
