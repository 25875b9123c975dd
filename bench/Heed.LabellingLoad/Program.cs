using System.CommandLine;
using System.Text.Json;
using Heed.LabellingLoad;

// Loads a labelling site over HTTP, kills it now and then, and holds the record against what was acknowledged.
//   dotnet exec Heed.LabellingLoad.dll --heed apps/Heed.Cli/bin/Release/net10.0/linux-x64/heed.dll [--kills 20 --trouble] [--database postgres://…]
var heed = new Option<string>("--heed") { Description = "heed.dll", Required = true };
var database = new Option<string?>("--database") { Description = "A database without feedback; a new SQLite file where absent." };
var raters = new Option<int>("--raters") { DefaultValueFactory = _ => 20 };
var items = new Option<int>("--items") { DefaultValueFactory = _ => 2000 };
var overlap = new Option<int>("--overlap") { DefaultValueFactory = _ => 3 };
var pause = new Option<int>("--pause-ms") { Description = "Longest pause of a rater before an answer." };
var trouble = new Option<bool>("--trouble") { Description = "5 % skips, 5 % leases that run out, 2 % answers sent twice." };
var kills = new Option<int>("--kills") { Description = "SIGKILLs of the site while it is loaded." };
var warmUp = new Option<double>("--warm-up") { Description = "Seconds at the beginning that no figure counts: the site compiles what it runs." };
var seconds = new Option<int>("--seconds") { Description = "Give up after this time.", DefaultValueFactory = _ => 600 };
var command = new RootCommand("Load on a labelling site.") { heed, database, raters, items, overlap, pause, warmUp, trouble, kills, seconds };
command.SetAction(async (parsed, cancellation) =>
{
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    stop.CancelAfter(TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    var load = new Load
    {
        Heed = parsed.GetValue(heed)!,
        Database = parsed.GetValue(database),
        Raters = parsed.GetValue(raters),
        Items = parsed.GetValue(items),
        Overlap = parsed.GetValue(overlap),
        Pause = TimeSpan.FromMilliseconds(parsed.GetValue(pause)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        Trouble = parsed.GetValue(trouble),
        Kills = parsed.GetValue(kills),
    };
    var result = await load.RunAsync(stop.Token);
    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result, new JsonSerializerOptions { WriteIndented = true }));
    return result.Whole ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
