using System.CommandLine;
using Heed.Cli.Commands;

namespace Heed.Cli;

/// <summary>Every command of <c>heed</c>, in the order the data flows.</summary>
internal sealed class CommandTable(Terminal terminal)
{
    public int Run(string[] args)
    {
        var configuration = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        return Root().Parse(args).Invoke(configuration);
    }

    public RootCommand Root() => new("Heed: text and people's opinions in, an aligned, served language model out.")
    {
        QuickstartCommand.Create(terminal),
        TokenizerCommand.Create(terminal),
        GenerateCommand.Create(terminal),
        ChatCommand.Create(terminal),
        DoctorCommand.Create(terminal),
    };
}
