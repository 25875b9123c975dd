using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Heed.Language.Texts;

/// <summary>What one normalisation form does to each letter: decompose, order the marks, compose (UAX #15, D108 to D117).</summary>
internal sealed class NormalizationTables
{
    // Hangul syllables are computed (The Unicode Standard, section 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    private static readonly ConcurrentDictionary<NormalizationForm, NormalizationTables> ByForm = new();

    private readonly NormalizationData _data;
    private readonly bool _compatible, _composes;
    private readonly ulong[] _unsettled = new ulong[0x110000 / 64];
    private readonly char _alwaysSettled;

    private NormalizationTables(NormalizationForm form)
    {
        _data = NormalizationData.Instance.Value;
        _compatible = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        _composes = form is NormalizationForm.FormC or NormalizationForm.FormKC;
        var parts = new List<(int Letter, int Taken)>();
        foreach (var letter in _data.Letters.Concat(Enumerable.Range(LeadBase, 0x100)).Concat(Enumerable.Range(SyllableBase, Syllables)))
            if (IsUnsettled(letter, parts)) _unsettled[letter >> 6] |= 1UL << letter;
        _alwaysSettled = (char)(Enumerable.Range(0, 0x10000).First(Unsettled) - 1);
    }

    public static NormalizationTables Of(NormalizationForm form) => ByForm.GetOrAdd(form, f => new NormalizationTables(f));

    /// <summary>The first letter from an index on that may change or move; the text's length where there is none.</summary>
    public int NextUnsettled(string text, int from)
    {
        for (var at = from; at < text.Length;)
        {
            var skip = text.AsSpan(at).IndexOfAnyExceptInRange('\0', _alwaysSettled);
            if (skip < 0) return text.Length;
            at += skip;
            var letter = LetterAt(text, at, out var length);
            if (Unsettled(letter)) return at;
            at += length;
        }
        return text.Length;
    }

    /// <summary>The first letter after an index that neither changes nor joins what is before it.</summary>
    public int NextSettled(string text, int from)
    {
        var at = from;
        while (at < text.Length && Unsettled(LetterAt(text, at, out var length))) at += length;
        return at;
    }

    /// <summary>Appends a stretch in this form, and for each unit the unit of the text it comes from (-1: from before the text).</summary>
    public void Append(string text, int start, int end, List<(int Letter, int Taken)> letters, StringBuilder output, List<int>? sources)
    {
        letters.Clear();
        for (var at = start; at < end;)
        {
            Decompose(LetterAt(text, at, out var length), letters);
            at += length;
        }
        Order(CollectionsMarshal.AsSpan(letters));
        if (_composes) Compose(letters);
        var next = start;
        foreach (var (letter, taken) in letters)
        {
            var source = taken == 0 ? next - 1 : next;
            for (var i = 0; i < taken; i++) next += next + 1 < text.Length && char.IsSurrogatePair(text[next], text[next + 1]) ? 2 : 1;
            if (letter < 0x10000) output.Append((char)letter);
            else output.Append(char.ConvertFromUtf32(letter));
            sources?.Add(source);
            if (letter >= 0x10000) sources?.Add(source);
        }
    }

    private bool Unsettled(int letter) => (_unsettled[letter >> 6] >> letter & 1) != 0;

    private bool IsUnsettled(int letter, List<(int Letter, int Taken)> parts)
    {
        if (_data.Class(letter) != 0) return true;
        if (letter is >= SyllableBase and < SyllableBase + Syllables) return !_composes;
        if (_composes && letter is >= VowelBase and < VowelBase + Vowels or > TrailBase and < TrailBase + Trails) return true;
        parts.Clear();
        Decompose(letter, parts);
        if (_composes && _data.IsSecond(parts[0].Letter)) return true; // may join what is before it, itself or by its first part
        if (_composes) Compose(parts);
        return parts.Count != 1 || parts[0].Letter != letter;
    }

    /// <summary>The parts of a letter. The first takes the letter's place in the text, the others none.</summary>
    private void Decompose(int letter, List<(int Letter, int Taken)> into, int taken = 1)
    {
        if (letter is >= SyllableBase and < SyllableBase + Syllables)
        {
            var index = letter - SyllableBase;
            into.Add((LeadBase + index / (Vowels * Trails), taken));
            into.Add((VowelBase + index / Trails % Vowels, 0));
            if (index % Trails != 0) into.Add((TrailBase + index % Trails, 0));
        }
        else if (_data.Parts(letter, _compatible) is { } parts)
            for (var i = 0; i < parts.Length; i++) Decompose(parts[i], into, i == 0 ? taken : 0);
        else into.Add((letter, taken));
    }

    /// <summary>Marks by class, those of one class in the order they came (D109).</summary>
    private void Order(Span<(int Letter, int Taken)> letters)
    {
        for (var i = 1; i < letters.Length; i++)
        {
            var letter = letters[i];
            var rank = _data.Class(letter.Letter);
            if (rank == 0) continue;
            var to = i;
            for (; to > 0 && _data.Class(letters[to - 1].Letter) > rank; to--) letters[to] = letters[to - 1];
            letters[to] = letter;
        }
    }

    /// <summary>Each letter joins the last starter unless something of its class or higher stands between (D117).</summary>
    private void Compose(List<(int Letter, int Taken)> letters)
    {
        var (starter, kept, between) = (-1, 0, 0);
        foreach (var (letter, taken) in CollectionsMarshal.AsSpan(letters))
        {
            var rank = _data.Class(letter);
            var adjacent = starter == kept - 1;
            if (starter >= 0 && (adjacent || (between < rank && between != 0)) && Joined(letters[starter].Letter, letter) is > 0 and var joined)
            {
                letters[starter] = (joined, letters[starter].Taken + taken);
                continue;
            }
            if (rank == 0) starter = kept;
            between = rank;
            letters[kept++] = (letter, taken);
        }
        letters.RemoveRange(kept, letters.Count - kept);
    }

    private int Joined(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return SyllableBase + ((first - LeadBase) * Vowels + second - VowelBase) * Trails;
        if (first is >= SyllableBase and < SyllableBase + Syllables && (first - SyllableBase) % Trails == 0 && second is > TrailBase and < TrailBase + Trails)
            return first + second - TrailBase;
        return _data.Joined(first, second);
    }

    private static int LetterAt(ReadOnlySpan<char> text, int index, out int length)
    {
        length = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? 2 : 1;
        return length == 2 ? char.ConvertToUtf32(text[index], text[index + 1]) : text[index];
    }
}
