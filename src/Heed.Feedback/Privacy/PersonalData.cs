using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Heed.Feedback.Privacy;

/// <summary>What a piece of text tells of a person.</summary>
public enum PersonalDataKind
{
    Email,
    Phone,
    /// <summary>An international bank account number whose check digits hold.</summary>
    BankAccount,
    /// <summary>A payment card's number whose check digit holds.</summary>
    Card,
    /// <summary>An address of the public network.</summary>
    NetworkAddress,
}

/// <summary>A place in a text, in UTF-16 code units.</summary>
public readonly record struct PersonalDataMark(int Start, int End, PersonalDataKind Kind);

/// <summary>
/// Finds what is written in a form of its own: e-mail addresses, telephone numbers, account and card numbers (with their check digits: ISO 13616 and ISO 7064,
/// MOD 97-10; ISO/IEC 7812-1, Luhn), network addresses. Names and places need a reader.
/// </summary>
public static partial class PersonalData
{
    /// <summary>The places, in order; none lies over another.</summary>
    public static IReadOnlyList<PersonalDataMark> Find(string text)
    {
        var marks = new List<PersonalDataMark>();
        Add(EmailForm(), PersonalDataKind.Email, _ => true);
        Add(AccountForm(), PersonalDataKind.BankAccount, IsAccount);
        Add(CardForm(), PersonalDataKind.Card, IsCard);
        Add(NetworkForm(), PersonalDataKind.NetworkAddress, IsPublic);
        Add(PhoneForm(), PersonalDataKind.Phone, IsPhone);
        return [.. marks.OrderBy(m => m.Start)];

        void Add(Regex form, PersonalDataKind kind, Func<string, bool> holds)
        {
            foreach (Match match in form.Matches(text))
            {
                var (start, end) = (match.Index, match.Index + match.Length);
                if (!marks.Exists(m => m.Start < end && start < m.End) && holds(match.Value)) marks.Add(new PersonalDataMark(start, end, kind));
            }
        }
    }

    /// <summary>The text with each place replaced by its kind: [email].</summary>
    public static string Redact(string text)
    {
        var marks = Find(text);
        if (marks.Count == 0) return text;
        var (redacted, at) = (new StringBuilder(), 0);
        foreach (var mark in marks)
        {
            redacted.Append(text, at, mark.Start - at).Append('[').Append(JsonNamingPolicy.KebabCaseLower.ConvertName(mark.Kind.ToString())).Append(']');
            at = mark.End;
        }
        return redacted.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The number with its first four characters at its end, letters as 10 to 35, leaves 1 when divided by 97.</summary>
    private static bool IsAccount(string written)
    {
        var number = written.Replace(" ", "", StringComparison.Ordinal);
        if (number.Length is < 15 or > 34) return false;
        var remainder = 0;
        foreach (var c in number[4..] + number[..4])
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
        return remainder == 1;
    }

    /// <summary>Every second digit from the right doubled, its digits summed: the sum ends in 0.</summary>
    private static bool IsCard(string written)
    {
        int[] digits = [.. written.Where(char.IsAsciiDigit).Select(c => c - '0').Reverse()];
        if (digits.Length is < 13 or > 19 || digits.Distinct().Count() < 3) return false;
        return digits.Select((d, i) => i % 2 == 0 ? d : d > 4 ? 2 * d - 9 : 2 * d).Sum() % 10 == 0;
    }

    /// <summary>Four small numbers of which the first is at most 10 are a version more often than an address.</summary>
    private static bool IsPublic(string written)
    {
        int[] parts = [.. written.Split('.').Select(int.Parse)];
        return Array.TrueForAll(parts, p => p < 256) && parts is not ([<= 10 or 127, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [169, 254, ..] or [>= 224, ..]);
    }

    private static bool IsPhone(string written) => written.Count(char.IsAsciiDigit) is >= 8 and <= 15;

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63})*\.[A-Za-z]{2,24}\b", RegexOptions.NonBacktracking)]
    private static partial Regex EmailForm();

    [GeneratedRegex(@"\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?\b", RegexOptions.NonBacktracking)]
    private static partial Regex AccountForm();

    [GeneratedRegex(@"\b[0-9]{4}([ \-]?[0-9]){9,15}\b", RegexOptions.NonBacktracking)]
    private static partial Regex CardForm();

    [GeneratedRegex(@"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b", RegexOptions.NonBacktracking)]
    private static partial Regex NetworkForm();

    /// <summary>With a country's code, with an area's code in brackets, or with a leading 0 and a gap.</summary>
    [GeneratedRegex(@"(\+[0-9]{1,3}[ \-./]?(\(0?[0-9]{1,4}\)[ \-./]?)?[0-9]([ \-./]?[0-9]){5,12}|\([0-9]{2,5}\) ?[0-9]([ \-./]?[0-9]){4,9}|\b0[0-9]{1,4}[ \-/][0-9]([ \-]?[0-9]){5,9})\b", RegexOptions.NonBacktracking)]
    private static partial Regex PhoneForm();
}
