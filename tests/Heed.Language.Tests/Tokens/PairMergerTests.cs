using CsCheck;
using Heed.Language.Tokens.Vocabularies;
using Xunit;

namespace Heed.Language.Tests.Tokens;

public sealed class PairMergerTests
{
    // Letters 0..3; the merges make 4, 5, …: each of two tokens there are by then.
    private static readonly Gen<List<(int, int, int)>> Merges = Gen.Int[0, 1000].Select(Gen.Int[0, 1000]).List[0, 12].Select(pairs =>
        pairs.Select((p, i) => (p.Item1 % (4 + i), p.Item2 % (4 + i), 4 + i)).DistinctBy(m => (m.Item1, m.Item2)).ToList());

    [Fact]
    public void The_heap_and_the_search_merge_alike() =>
        Gen.Select(Merges, Gen.Int[0, 3].Array[0, 40]).Sample((merges, symbols) =>
        {
            var merger = new PairMerger(new PairTable(merges));
            var (a, b) = ((int[])symbols.Clone(), (int[])symbols.Clone());
            Assert.Equal(a[..merger.MergeShort(a)], b[..merger.MergeLong(b)]);
        });

    [Fact]
    public void The_lowest_rank_merges_first_and_of_equal_ones_the_leftmost()
    {
        // a=0 b=1: ranks bb, ab. abbb: bb at 1 merges, then ab is gone: a bb b.
        var merger = new PairMerger(new PairTable([(1, 1, 2), (0, 1, 3)]));
        int[] symbols = [0, 1, 1, 1];
        Assert.Equal([0, 2, 1], symbols[..merger.Merge(symbols)]);
    }
}
