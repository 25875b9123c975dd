using System.Runtime.InteropServices;

namespace Heed.Language.Tokens.Vocabularies;

/// <summary>
/// Words already encoded: open addressing over flat arrays, nothing allocated once they have grown. Starts afresh when full, so a text of
/// ever new words costs no more memory. Not thread-safe.
/// </summary>
internal sealed class WordCache
{
    public const int LongestWord = 32;
    private const int Slots = 1 << 16, MostWords = Slots / 2, MostLetters = 1 << 19;

    private readonly Entry[] _entries = new Entry[Slots];
    private char[] _letters = new char[1 << 12];
    private int[] _ids = new int[1 << 12];
    private int _words, _letterCount, _idCount;

    public static uint Hash(ReadOnlySpan<char> word)
    {
        const ulong prime = 0x9E3779B97F4A7C15UL;
        var hash = (ulong)word.Length * prime;
        var quads = MemoryMarshal.Cast<char, ulong>(word);
        foreach (var quad in quads) hash = (ulong.RotateLeft(hash, 23) ^ quad) * prime;
        for (var i = quads.Length * 4; i < word.Length; i++) hash = (ulong.RotateLeft(hash, 23) ^ word[i]) * prime;
        return (uint)(hash >> 32);
    }

    public bool TryGet(ReadOnlySpan<char> word, uint hash, out ReadOnlySpan<int> ids)
    {
        for (var slot = hash % Slots; _entries[slot].Length != 0; slot = (slot + 1) % Slots)
        {
            ref readonly var entry = ref _entries[slot];
            if (entry.Hash != hash || entry.Length != word.Length || !word.SequenceEqual(_letters.AsSpan(entry.Letters, entry.Length))) continue;
            ids = _ids.AsSpan(entry.Ids, entry.Count);
            return true;
        }
        ids = default;
        return false;
    }

    public void Add(ReadOnlySpan<char> word, uint hash, ReadOnlySpan<int> ids)
    {
        if (_words == MostWords || _letterCount + word.Length > MostLetters) Clear();
        if (_letterCount + word.Length > _letters.Length) Array.Resize(ref _letters, _letters.Length * 2);
        while (_idCount + ids.Length > _ids.Length) Array.Resize(ref _ids, _ids.Length * 2);
        var slot = hash % Slots;
        while (_entries[slot].Length != 0) slot = (slot + 1) % Slots;
        _entries[slot] = new Entry(hash, _letterCount, word.Length, _idCount, ids.Length);
        word.CopyTo(_letters.AsSpan(_letterCount));
        ids.CopyTo(_ids.AsSpan(_idCount));
        _words++;
        _letterCount += word.Length;
        _idCount += ids.Length;
    }

    private void Clear()
    {
        Array.Clear(_entries);
        (_words, _letterCount, _idCount) = (0, 0, 0);
    }

    private readonly record struct Entry(uint Hash, int Letters, int Length, int Ids, int Count);
}
