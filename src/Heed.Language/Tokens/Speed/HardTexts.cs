using System.Text;
using Heed.Runs;

namespace Heed.Language.Tokens.Speed;

/// <summary>Texts that cost a tokenizer most: no words to look up, no spaces to split at, letters of many bytes. The same for the same seed.</summary>
internal static class HardTexts
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static readonly string[] Emoji = ["\U0001F600", "\U0001F44D\U0001F3FD", "\U0001F468\u200D\U0001F469\u200D\U0001F467", "\u2764\uFE0F", "\U0001F1EA\U0001F1FA", "\U0001F9D1\u200D\U0001F52C"];

    // Latin, Greek, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Hangul, kana.
    private static readonly (int First, int Last)[] Scripts = [(0x61, 0x7A), (0x3B1, 0x3C9), (0x430, 0x44F), (0x5D0, 0x5EA), (0x627, 0x64A), (0x905, 0x939), (0xE01, 0xE2E), (0xAC00, 0xD7A3), (0x3041, 0x3096)];

    /// <param name="letters">UTF-16 units of each text, about.</param>
    public static IEnumerable<(string Name, string Text)> All(int letters, ulong seed)
    {
        var random = new SeededRandom(seed, "hard texts");
        yield return ("one letter", new string('a', letters));
        yield return ("base64", Made(letters, () => Base64[random.Next(64)].ToString()));
        yield return ("digits", Made(letters, () => ((char)('0' + random.Next(10))).ToString()));
        yield return ("Chinese", Made(letters, () => Letter((0x4E00, 0x9FA5))));
        yield return ("emoji", Made(letters, () => Emoji[random.Next(Emoji.Length)]));
        yield return ("many scripts", Made(letters, () => Letter(Scripts[random.Next(Scripts.Length)])));
        yield return ("punctuation", Made(letters, () => ((char)('!' + random.Next(15))).ToString()));
        yield return ("spaces", Made(letters, () => random.Next(50) == 0 ? "\n" : " "));
        yield return ("any code point", Made(letters, () => Letter(random.Next(4) == 0 ? (0x10000, 0x1FFFF) : (0x20, 0xD7FF))));

        string Letter((int First, int Last) range) => char.ConvertFromUtf32(range.First + random.Next(range.Last - range.First + 1));
    }

    private static string Made(int letters, Func<string> next)
    {
        var text = new StringBuilder(letters + 16);
        while (text.Length < letters) text.Append(next());
        return text.ToString();
    }
}
