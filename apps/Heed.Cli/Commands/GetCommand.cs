using System.CommandLine;
using Heed.Language.Hub;

namespace Heed.Cli.Commands;

/// <summary>heed get</summary>
internal static class GetCommand
{
    public static Command Create(Terminal terminal)
    {
        var address = new Argument<string>("address") { Description = "hf://owner/name[@revision], or hf://datasets/owner/name[@revision]. HF_ENDPOINT names another hub, HF_TOKEN who asks." };
        var output = new Option<string>("--out") { Description = "Folder to write to; what lies there complete stays.", Required = true };
        var include = new Option<string[]>("--include") { Description = "Only files that fit this pattern (*.json, data/**); may be given again.", AllowMultipleArgumentsPerToken = false };
        var exclude = new Option<string[]>("--exclude") { Description = "No files that fit this pattern; may be given again.", AllowMultipleArgumentsPerToken = false };
        var pickles = new Option<bool>("--pickles") { Description = "Also .bin, .pt and the like, which may run code when they are read." };
        var json = new Option<bool>("--json") { Description = "End with one JSON object on standard output." };
        var command = new Command("get", "Download a model or a dataset from a hub.") { address, output, include, exclude, pickles, json };
        command.SetAction(parsed => new StageRunner(terminal).Run(parsed.GetValue(json), cancel => HubDownload.RunAsync(HubRepository.Parse(parsed.GetValue(address)!), parsed.GetValue(output)!,
            new HubSelection(parsed.GetValue(include) ?? [], parsed.GetValue(exclude) ?? [], parsed.GetValue(pickles)), HubOptions.FromEnvironment(), terminal.Clock, terminal.Context(cancel).Progress, cancel).GetAwaiter().GetResult(), r =>
        [
            $"{r.Repository} at {r.Commit[..12]}: {r.Downloaded} files downloaded, {r.Present} were there; {r.Bytes / 1e6:N1} MB in {r.Folder}",
            .. r.Pickles.Count > 0 ? [$"  left out, as they may run code when read: {string.Join(", ", r.Pickles)}"] : Array.Empty<string>(),
        ]));
        return command;
    }
}
