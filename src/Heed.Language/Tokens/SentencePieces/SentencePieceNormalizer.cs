using System.Text;
using Heed.Language.Tokens.Expressions;
using Heed.Language.Tokens.Normalizing;
using Heed.Language.Tokens.Vocabularies;

namespace Heed.Language.Tokens.SentencePieces;

/// <summary>
/// What SentencePiece does to a text: its rules (of several the longest, wherever it begins), spaces as ▁, one put before the text, and
/// those at the ends and in a row taken out, as the model says. Pieces that users defined stay as they are.
/// </summary>
internal sealed class SentencePieceNormalizer(SentencePieceFile file, LetterTrie userDefined, bool hasUserDefined) : TextNormalizer
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    private readonly CharacterMap _map = file.CharacterMap.Length == 0 ? CharacterMap.None : new CharacterMap(file.CharacterMap);
    private readonly char _space = file.EscapeSpaces ? WordStarts.Letter : ' ';

    public override bool DropsText => true;

    public override void Normalize(AlignedText text)
    {
        if (text.Text.Length == 0) return;
        var work = new Work(text.Text);
        if (file.RemoveExtraSpaces)
            while (work.At < text.Text.Length && Next(work) is " ") work.Consume();
        if (work.At < text.Text.Length) Write(work, text.Text.Length);
        work.Apply(text);
    }

    private void Write(Work work, int length)
    {
        if (!file.SpaceAsSuffix && file.AddDummyPrefix) work.Append(_space);
        var afterSpace = file.RemoveExtraSpaces;
        while (work.At < length)
        {
            var part = Next(work).AsSpan();
            if (afterSpace) part = part.TrimStart(' ');
            foreach (var letter in part) work.Append(letter == ' ' ? _space : letter);
            if (part.Length > 0) afterSpace = part[^1] == ' ';
            afterSpace &= file.RemoveExtraSpaces;
            work.Consume();
        }
        if (file.RemoveExtraSpaces) work.TrimEnd(_space);
        if (file.SpaceAsSuffix && file.AddDummyPrefix) work.Append(_space);
    }

    /// <summary>What stands for the letters that come next; how many units they are is noted.</summary>
    private string Next(Work work)
    {
        var rest = work.Rest;
        if (hasUserDefined && userDefined.Longest(rest, out _) is > 0 and var defined)
        {
            work.Taken = defined;
            return rest[..defined].ToString();
        }
        var length = _map.Find(work.RestBytes, longest: true, out var replacement);
        if (length > 0)
        {
            work.Taken = Encoding.UTF8.GetCharCount(work.RestBytes[..length]);
            return Encoding.UTF8.GetString(replacement);
        }
        work.Taken = CodePoints.LengthAt(rest, 0);
        return work.Taken == 2 ? rest[..2].ToString() : rest[0] < Ascii.Length ? Ascii[rest[0]] : char.IsSurrogate(rest[0]) ? "\uFFFD" : rest[0].ToString();
    }

    /// <summary>A text half normalised: what has been read, what is written and where that came from.</summary>
    private sealed class Work(string text)
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
        private readonly StringBuilder _output = new(text.Length + 8);
        private readonly List<int> _sources = new(text.Length + 8);
        private int _byteAt;
        private int _end = -1;

        public int At { get; private set; }

        /// <summary>How many units the letters that come next take.</summary>
        public int Taken { get; set; }

        public ReadOnlySpan<char> Rest => text.AsSpan(At);

        public ReadOnlySpan<byte> RestBytes => _bytes.AsSpan(Math.Min(_byteAt, _bytes.Length));

        public void Append(char letter)
        {
            _output.Append(letter);
            _sources.Add(At);
        }

        public void Consume()
        {
            _byteAt += Encoding.UTF8.GetByteCount(text.AsSpan(At, Taken));
            At += Taken;
        }

        public void TrimEnd(char space)
        {
            while (_output.Length > 0 && _output[^1] == space)
            {
                _output.Length--;
                _end = _sources[^1];
                _sources.RemoveAt(_sources.Count - 1);
            }
        }

        /// <summary>A letter of the result reaches to where the next one begins.</summary>
        public void Apply(AlignedText target)
        {
            var normalized = _output.ToString();
            if (target.Starts is null)
            {
                target.Change(normalized, null);
                return;
            }
            var (starts, ends) = (new int[normalized.Length], new int[normalized.Length]);
            var next = PlaceOf(target, _end < 0 ? text.Length : _end);
            for (var i = starts.Length - 1; i >= 0; i--)
            {
                (starts[i], ends[i]) = (PlaceOf(target, _sources[i]), next);
                if (!char.IsLowSurrogate(normalized[i])) next = starts[i];
            }
            target.Change(normalized, starts, ends);
        }

        private static int PlaceOf(AlignedText target, int unit) => unit < target.Starts!.Length ? target.Starts[unit] : target.Ends![^1];
    }
}
