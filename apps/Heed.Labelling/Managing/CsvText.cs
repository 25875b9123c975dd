namespace Heed.Labelling.Managing;

/// <summary>Values in a table for a spreadsheet, none of which the spreadsheet takes for a formula.</summary>
public static class CsvText
{
    public static string Row(params IEnumerable<string> values) => string.Join(',', values.Select(Value));

    private static string Value(string value)
    {
        var plain = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(value, out _) ? "'" + value : value;
        return plain.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
