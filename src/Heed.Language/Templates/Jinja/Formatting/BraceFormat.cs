using System.Numerics;
using System.Text;
using Heed.Language.Templates.Jinja.Values;

namespace Heed.Language.Templates.Jinja.Formatting;

/// <summary>str.format, with attributes looked up as the sandbox does.</summary>
internal static class BraceFormat
{
    public static string Apply(Rendering run, string format, Arguments arguments) => new Reading(run, arguments).Apply(format, 2);

    private sealed class Reading(Rendering run, Arguments arguments)
    {
        private int _next;
        private bool _numbered;

        public string Apply(string format, int depth)
        {
            if (depth < 0) throw Fault.Value("Max string recursion exceeded");
            var text = new StringBuilder();
            for (var i = 0; i < format.Length; i++)
            {
                var c = format[i];
                if (c is not ('{' or '}')) text.Append(c);
                else if (i + 1 < format.Length && format[i + 1] == c) text.Append(format[i++]);
                else if (c == '}') throw Fault.Value("Single '}' encountered in format string");
                else
                {
                    var end = End(format, i + 1);
                    var field = Field(format[(i + 1)..end], depth);
                    run.Meter.Text(field.Length);
                    text.Append(field);
                    i = end;
                }
            }
            return text.ToString();
        }

        private static int End(string format, int at)
        {
            if (at >= format.Length) throw Fault.Value("Single '{' encountered in format string");
            for (var depth = 1; at < format.Length; at++)
            {
                depth += format[at] switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0) return at;
            }
            throw Fault.Value("expected '}' before end of string");
        }

        private string Field(string field, int depth)
        {
            var end = 0;
            for (var bracket = false; end < field.Length && (bracket || field[end] is not ('!' or ':')); end++)
                bracket = field[end] == '[' || (bracket && field[end] != ']');
            var value = Value(field[..end]);
            var conversion = '\0';
            if (end < field.Length && field[end] == '!')
            {
                if (end + 1 >= field.Length) throw Fault.Value("end of string while looking for conversion specifier");
                conversion = field[end + 1];
                end += 2;
                if (end < field.Length && field[end] != ':') throw Fault.Value("expected ':' after conversion specifier");
            }
            var spec = end < field.Length ? Apply(field[(end + 1)..], depth - 1) : "";
            return FormatSpec.Parse(spec).Apply(run, Converted(value, conversion));
        }

        private object? Converted(object? value, char conversion) => conversion switch
        {
            '\0' => value,
            's' => PyRepr.Str(run.Meter, value),
            'r' or 'a' => PercentFormat.Ascii(PyRepr.Of(run.Meter, value), conversion),
            _ => throw Fault.Value($"Unknown conversion specifier '{conversion}'")
        };

        private object? Value(string path)
        {
            var end = path.AsSpan().IndexOfAny('.', '[');
            var value = First(end < 0 ? path : path[..end]);
            for (var at = end; at >= 0 && at < path.Length;)
            {
                var dot = path[at] == '.';
                var stop = dot ? path.AsSpan(at + 1).IndexOfAny('.', '[') : path.AsSpan(at + 1).IndexOf(']');
                if (!dot && stop < 0) throw Fault.Value("Missing ']' in format string");
                var name = stop < 0 ? path[(at + 1)..] : path.Substring(at + 1, stop);
                if (name.Length == 0) throw Fault.Value("Empty attribute in format string");
                value = dot ? PyMember.Attribute(value, name) : PyMember.Item(value, PyNumberOr(name));
                at = stop < 0 ? path.Length : at + 1 + stop + (dot ? 0 : 1);
                if (!dot && at < path.Length && path[at] is not ('.' or '[')) throw Fault.Value("Only '.' or '[' may follow ']' in format field specifier");
            }
            return value is Undefined undefined && end >= 0 ? throw undefined.Failure() : value;
        }

        private static object PyNumberOr(string name) => name.All(char.IsAsciiDigit) && name.Length < 10 ? new BigInteger(int.Parse(name)) : name;

        private object? First(string name)
        {
            if (name.Length > 0 && !name.All(char.IsAsciiDigit))
            {
                foreach (var (key, value) in arguments.Named)
                    if (key == name) return value;
                throw ChatTemplateException.Of("KeyError", PyRepr.Text(name));
            }
            if (name.Length == 0 && _numbered && _next == 0) throw Fault.Value("cannot switch from manual field specification to automatic field numbering");
            if (name.Length > 0 && _next > 0) throw Fault.Value("cannot switch from automatic field numbering to manual field specification");
            _numbered |= name.Length > 0;
            var index = name.Length == 0 ? _next++ : name.Length < 10 ? int.Parse(name) : int.MaxValue;
            return index < arguments.Positional.Count ? arguments.Positional[index]
                : throw ChatTemplateException.Of("IndexError", $"Replacement index {index} out of range for positional args tuple");
        }
    }
}
