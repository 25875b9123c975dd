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
    public void A_walk_along_the_text_finds_what_merging_makes() =>
        Gen.Select(Merges, Gen.Int[0, 3].Array[13, 80]).Sample((merges, symbols) => SameByWalking(new PairTable(merges), symbols), iter: 20_000);

    [Fact]
    public void A_walk_finds_it_where_ranks_are_equal_or_in_no_order() =>
        Gen.Select(Merges, Gen.Int[0, 8].Array[12], Gen.Int[0, 3].Array[13, 60]).Sample((merges, ranks, symbols) => SameByWalking(new PairTable(merges, ranks), symbols), iter: 20_000);

    [Fact]
    public void A_walk_finds_it_where_several_merges_make_one_token()
    {
        var merges = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[4, 8]).List[0, 12].Select(all => all.DistinctBy(m => (m.Item1, m.Item2)).ToList());
        Gen.Select(merges, Gen.Int[0, 3].Array[13, 60]).Sample((all, symbols) => SameByWalking(new PairTable(all), symbols), iter: 20_000);
    }

    [Fact]
    public void Merges_in_the_order_of_their_ranks_allow_a_walk() => Assert.NotNull(new PairTable([(0, 1, 4), (4, 4, 5), (2, 5, 6)]).Paths);

    [Fact]
    public void A_merge_of_what_is_merged_later_allows_none() => Assert.Null(new PairTable([(4, 4, 5), (0, 1, 4)]).Paths);

    private static void SameByWalking(PairTable table, int[] symbols)
    {
        var merger = new PairMerger(table);
        var (walked, merged, placed, places) = ((int[])symbols.Clone(), (int[])symbols.Clone(), (int[])symbols.Clone(), new int[symbols.Length]);
        var expected = merged[..merger.MergeLong(merged)];
        Assert.Equal(expected, walked[..merger.Merge(walked)]);
        Assert.Equal(expected, placed[..merger.Merge(placed, places)]);
    }

    [Fact]
    public void The_lowest_rank_merges_first_and_of_equal_ones_the_leftmost()
    {
        // a=0 b=1: ranks bb, ab. abbb: bb at 1 merges, then ab is gone: a bb b.
        var merger = new PairMerger(new PairTable([(1, 1, 2), (0, 1, 3)]));
        int[] symbols = [0, 1, 1, 1];
        Assert.Equal([0, 2, 1], symbols[..merger.Merge(symbols)]);
    }
}
