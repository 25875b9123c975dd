using System.CommandLine;
using Heed.Language.Datasets;

namespace Heed.Cli.Commands;

/// <summary>What the data commands read: a path, a part of a dataset folder, what a document is, how much may be bad.</summary>
internal sealed class SourceArguments
{
    private readonly Argument<string> _path = new("input") { Description = "A file or a folder: .txt, .jsonl, .json, .csv, .tsv (each also .gz or .zst), .parquet, .arrow." };
    private readonly Option<string?> _config = new("--config") { Description = "A configuration that the folder's README.md names." };
    private readonly Option<string?> _split = new("--split") { Description = "A split of the folder." };
    private readonly Option<DocumentUnit> _unit = new("--document") { Description = "What counts as a document of text." };
    private readonly Option<double> _limit = new("--quarantine-limit") { Description = "The largest share of bad records.", DefaultValueFactory = _ => 0.05 };

    public void AddTo(Command command, bool limit)
    {
        command.Add(_path);
        command.Add(_config);
        command.Add(_split);
        command.Add(_unit);
        if (limit) command.Add(_limit);
    }

    public string Path(ParseResult parsed) => parsed.GetValue(_path)!;

    public DatasetPart Part(ParseResult parsed) => new(parsed.GetValue(_config), parsed.GetValue(_split));

    public DocumentUnit Unit(ParseResult parsed) => parsed.GetValue(_unit);

    public double Limit(ParseResult parsed) => parsed.GetValue(_limit);
}
