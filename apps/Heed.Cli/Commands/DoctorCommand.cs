using System.CommandLine;

namespace Heed.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("doctor", "Print what this machine can do and what Heed therefore picks.") { json };
        command.SetAction((parsed, cancel) => Task.FromResult(parsed.GetValue(json) ? 0 : 1));
        return command;
    }
}
