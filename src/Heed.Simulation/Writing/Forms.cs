using Heed.Simulation.People;

namespace Heed.Simulation.Writing;

/// <summary>
/// The ways to say one trait. <c>{N}</c> subject (<c>Mira</c>, <c>She</c>), <c>{O}</c> object (<c>Mira</c>, <c>her</c>), <c>{P}</c>
/// possessive (<c>Mira's</c>, <c>Her</c>), <c>{V}</c> the value, <c>{A}</c> the value with its article.
/// </summary>
internal sealed record Forms(string[] Facts, string[] Questions, string[] Answers, string Curt)
{
    public static Forms Of(Trait trait) => Table[(int)trait];

    private static readonly Forms[] Table =
    [
        new(["{N} lives in {V}.", "{N} comes from {V}.", "{P} home is in {V}."],
            ["Where does {N} live?", "Which town does {N} come from?"],
            ["{N} lives in {V}.", "{N} comes from {V}."], "{V}."),
        new(["{N} is {A}.", "{N} works as {A}."],
            ["What is the job of {N}?", "What work does {N} do?"],
            ["{N} is {A}.", "{N} works as {A}."], "{A}."),
        new(["{N} owns {A}.", "{N} has {A}."],
            ["What does {N} own?", "What thing does {N} have?"],
            ["{N} owns {A}.", "{N} has {A}."], "{A}."),
        new(["{N} keeps {A}.", "{P} pet is {A}."],
            ["Which animal does {N} keep?", "What pet does {N} have?"],
            ["{N} keeps {A}.", "The pet of {O} is {A}."], "{A}."),
        new(["{N} likes {V} best.", "{N} loves to eat {V}."],
            ["What does {N} like to eat?", "Which food does {N} love?"],
            ["{N} likes {V} best.", "{N} loves to eat {V}."], "{V}."),
        new(["{N} sits {V} every day.", "{N} often walks {V}."],
            ["Where does {N} often go?", "Where can I find {N}?"],
            ["You can find {O} {V}.", "{N} often walks {V}."], "{V}."),
    ];
}
