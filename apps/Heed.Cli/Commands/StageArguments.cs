using System.CommandLine;
using Heed.Rounds.Stages;
using Heed.Runs;

namespace Heed.Cli.Commands;

/// <summary>The options that stages share: RECIPE, --set, --out, --resume, --json.</summary>
internal sealed class StageArguments(bool recipe, bool resume)
{
    private readonly Argument<string> _recipe = new("recipe") { Description = "YAML recipe." };
    private readonly Option<string[]> _set = new("--set") { Description = "Override a key of the recipe by its path: --set training.steps=500.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string> _out = new("--out") { Description = "Folder to write to.", Required = true };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the last checkpoint in --out." };
    private readonly Option<bool> _json = new("--json") { Description = "End with one JSON object on standard output." };

    public void AddTo(Command command)
    {
        if (recipe)
        {
            command.Add(_recipe);
            command.Add(_set);
        }
        command.Add(_out);
        if (resume) command.Add(_resume);
        command.Add(_json);
    }

    public T Recipe<T>(ParseResult parsed) where T : class, IRecipe => Heed.Runs.Recipe.Load<T>(parsed.GetValue(_recipe)!, parsed.GetValue(_set) ?? []);

    public string Out(ParseResult parsed) => parsed.GetValue(_out)!;

    public bool Resume(ParseResult parsed) => resume && parsed.GetValue(_resume);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public StageContext Context(Terminal terminal, ParseResult parsed, CancellationToken cancel) => terminal.Context(cancel, Resume(parsed));
}
