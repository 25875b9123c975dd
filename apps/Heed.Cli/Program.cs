using Heed.Cli;
using Heed.Runs;

using var fileSizes = OutOfSpace.IgnoreFileSizeSignal();
return new CommandTable(Terminal.Standard()).Run(args);
