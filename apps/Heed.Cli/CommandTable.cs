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
        GetCommand.Create(terminal),
        DataCommand.Create(terminal),
        TokenizerCommand.Create(terminal),
        TrainingCommands.Pretrain(terminal),
        TrainingCommands.Finetune(terminal),
        GenerateCommand.Create(terminal),
        ChatCommand.Create(terminal),
        LabelCommand.Create(terminal),
        FeedbackCommand.Create(terminal),
        RewardCommand.Create(terminal),
        TrainingCommands.Align(terminal),
        EvidenceCommands.Evaluate(terminal),
        EvidenceCommands.Report(terminal),
        ModelCommand.Create(terminal),
        RunsCommand.Create(terminal),
        PlanCommand.Create(terminal),
        DoctorCommand.Create(terminal),
        BenchCommand.Create(terminal),
    };
}
