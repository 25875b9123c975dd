using System.Globalization;
using System.Text;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>strftime: glibc's directives in the C locale, with its flags <c>-</c> (no padding), <c>_</c>, <c>0</c> and <c>^</c>.</summary>
internal static class TimeText
{
    public static string Format(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }
            var start = i++;
            var flag = format[i] is '-' or '_' or '0' or '^' && i + 1 < format.Length ? format[i++] : '\0';
            var piece = Directive(format[i], time, flag);
            text.Append(piece ?? format[start..(i + 1)]);
        }
        return text.ToString();
    }

    private static string? Directive(char letter, DateTimeOffset t, char flag)
    {
        string Padded(int n, int width, char fill = '0') => n.ToString().PadLeft(flag == '-' ? 0 : width, flag switch { '_' => ' ', '0' => '0', _ => fill });
        string Name(string name) => flag == '^' ? name.ToUpperInvariant() : name;
        return letter switch
        {
            'Y' => Padded(t.Year, 1),
            'C' => Padded(t.Year / 100, 2),
            'y' => Padded(t.Year % 100, 2),
            'm' => Padded(t.Month, 2),
            'd' => Padded(t.Day, 2),
            'e' => Padded(t.Day, 2, ' '),
            'H' => Padded(t.Hour, 2),
            'k' => Padded(t.Hour, 2, ' '),
            'I' => Padded((t.Hour + 11) % 12 + 1, 2),
            'l' => Padded((t.Hour + 11) % 12 + 1, 2, ' '),
            'M' => Padded(t.Minute, 2),
            'S' => Padded(t.Second, 2),
            'f' => (t.Ticks % TimeSpan.TicksPerSecond / 10).ToString("000000"),
            'j' => Padded(t.DayOfYear, 3),
            'p' => t.Hour < 12 ? "AM" : "PM",
            'P' => t.Hour < 12 ? "am" : "pm",
            'a' => Name(t.ToString("ddd", CultureInfo.InvariantCulture)),
            'A' => Name(t.DayOfWeek.ToString()),
            'b' or 'h' => Name(t.ToString("MMM", CultureInfo.InvariantCulture)),
            'B' => Name(t.ToString("MMMM", CultureInfo.InvariantCulture)),
            'u' => (((int)t.DayOfWeek + 6) % 7 + 1).ToString(),
            'w' => ((int)t.DayOfWeek).ToString(),
            'U' => Padded((t.DayOfYear + 6 - (int)t.DayOfWeek) / 7, 2),
            'W' => Padded((t.DayOfYear + 6 - ((int)t.DayOfWeek + 6) % 7) / 7, 2),
            'V' => Padded(ISOWeek.GetWeekOfYear(t.DateTime), 2),
            'G' => ISOWeek.GetYear(t.DateTime).ToString(),
            'g' => Padded(ISOWeek.GetYear(t.DateTime) % 100, 2),
            's' => t.ToUnixTimeSeconds().ToString(),
            'D' or 'x' => Format("%m/%d/%y", t),
            'F' => Format("%Y-%m-%d", t),
            'T' or 'X' => Format("%H:%M:%S", t),
            'R' => Format("%H:%M", t),
            'r' => Format("%I:%M:%S %p", t),
            'c' => Format("%a %b %e %H:%M:%S %Y", t),
            'n' => "\n",
            't' => "\t",
            'z' or 'Z' => "", // datetime.now() knows no zone
            '%' => "%",
            _ => null
        };
    }
}
