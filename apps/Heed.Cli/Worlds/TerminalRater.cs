using System.Diagnostics;
using Heed.Feedback.Assignment;
using Heed.Feedback.Events;

namespace Heed.Cli.Worlds;

/// <summary>A person at the terminal. Names of models and other people's votes are not shown.</summary>
internal sealed class TerminalRater(string name, Terminal terminal) : IRater
{
    public string Name => name;

    public ActorKind Actor => ActorKind.Human;

    public Judgement? Judge(ComparisonPage page)
    {
        foreach (var message in page.Item.Prompt.Conversation.Messages) terminal.Error.WriteLine($"{message.Role}: {message.Content}");
        terminal.Error.WriteLine($"\n[l] {page.Left.Text}\n\n[r] {page.Right.Text}\n");
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            terminal.Error.Write("better: [l]eft, [r]ight, [t]ie, [s]kip, [q]uit > ");
            var answer = terminal.In.ReadLine()?.Trim().ToLowerInvariant();
            if (answer is null or "q") return null;
            Choice? choice = answer switch { "l" => Choice.Left, "r" => Choice.Right, "t" => Choice.Tie, "s" => Choice.Skip, _ => null };
            if (choice is { } given) return new Judgement(given, Stopwatch.GetElapsedTime(started));
        }
    }
}
