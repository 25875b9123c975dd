namespace Heed.Language.Datasets.Formats;

/// <summary>What fields a struct has. A field that is not known may be any value that can be passed over by itself.</summary>
internal sealed class ThriftForm(string name)
{
    private static readonly ThriftField Unknown = new('?', null, null);

    private readonly Dictionary<int, ThriftField> _fields = [];

    public string Name { get; } = name;

    public ThriftField Field(int id) => _fields.GetValueOrDefault(id, Unknown);

    /// <summary>
    /// Reads forms, one a line: a name, then fields as a number and what is there: <c>i</c> and <c>l</c> a number of up to 32 and 64 bits, <c>b</c> true or false, <c>y</c> a byte,
    /// <c>d</c> a double, <c>s</c> bytes, <c>=Name</c> a struct, and <c>*</c> before these a list of them.
    /// </summary>
    public static IReadOnlyDictionary<string, ThriftForm> Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(l => l.Length > 0).ToList();
        var forms = lines.ToDictionary(l => l[0], l => new ThriftForm(l[0]), StringComparer.Ordinal);
        foreach (var line in lines)
            foreach (var field in line[1..])
            {
                var digits = field.TakeWhile(char.IsAsciiDigit).Count();
                forms[line[0]]._fields[int.Parse(field[..digits])] = Field(field[digits..], forms);
            }
        return forms;
    }

    private static ThriftField Field(string kind, Dictionary<string, ThriftForm> forms) => kind[0] switch
    {
        '*' => new('*', Field(kind[1..], forms), null),
        '=' => new('=', null, forms[kind[1..]]),
        _ => new(kind[0], null, null)
    };
}

/// <summary>What a field, or an element of a list, may be.</summary>
internal sealed record ThriftField(char Kind, ThriftField? Element, ThriftForm? Form)
{
    public string Expected => Kind switch { 'i' => "a number of 32 bits", 'l' => "a number of 64 bits", 'b' => "true or false", 'y' => "a byte", 'd' => "a double", 's' => "bytes", '=' => $"a {Form!.Name}", '*' => "a list", _ => "no more than a number, a truth or bytes" };

    public bool Takes(ThriftType type) => Kind switch
    {
        'i' => type is ThriftType.Short or ThriftType.Int,
        'l' => type is ThriftType.Long,
        'b' => type is ThriftType.True or ThriftType.False,
        'y' => type is ThriftType.Byte,
        'd' => type is ThriftType.Double,
        's' => type is ThriftType.Bytes,
        '=' => type is ThriftType.Struct,
        '*' => type is ThriftType.List,
        _ => type is > ThriftType.None and <= ThriftType.Bytes
    };
}
