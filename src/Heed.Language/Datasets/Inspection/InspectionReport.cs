namespace Heed.Language.Datasets.Inspection;

/// <summary>What a dataset holds, as <c>heed data inspect</c> shows it.</summary>
/// <param name="Ignored">Files of other kinds, not looked at.</param>
/// <param name="Figures">Shares that are of use to know: how often the chosen answer is the longer, how many answers are good, …</param>
/// <param name="Problems">By reason, the more frequent first.</param>
public sealed record InspectionReport(string Path, IReadOnlyList<InspectedFile> Files, IReadOnlyList<string> Ignored, IReadOnlyList<InspectedLengths> Lengths,
    IReadOnlyDictionary<string, double> Figures, IReadOnlyList<InspectedProblem> Problems);

/// <summary>One file.</summary>
/// <param name="Config">The configuration that names it; null: the folder has none.</param>
/// <param name="Shape">Null: none of the known ones.</param>
/// <param name="Meaning">What the records are good for.</param>
/// <param name="Records">Records that can be used (rows that belong together are one).</param>
/// <param name="Bad">Records that cannot.</param>
/// <param name="Examples">What the records give: a tree gives several, a tie none.</param>
/// <param name="Problem">Why the file as a whole could not be read, or not to its end.</param>
public sealed record InspectedFile(string File, string? Config, string? Split, string Format, string? Shape, Meaning? Meaning, long Bytes, long Records, long Bad, long Examples, string? Problem);

/// <summary>Lengths in characters (code points) of one part of the examples: prompt, answer, chosen, …</summary>
public sealed record InspectedLengths(string Part, long Count, int Least, int Median, double Mean, int Percentile95, int Most, IReadOnlyList<LengthClass> Histogram);

/// <summary>How many lengths lie from <paramref name="From"/> to <paramref name="To"/>, both within.</summary>
public sealed record LengthClass(long From, long To, long Count);

/// <summary>Something found in records.</summary>
/// <param name="Reason">What it is.</param>
/// <param name="Bad">Whether the records cannot be used; else it was only noticed.</param>
/// <param name="Places">The first ones: file and line.</param>
public sealed record InspectedProblem(string Reason, bool Bad, long Count, IReadOnlyList<string> Places);
