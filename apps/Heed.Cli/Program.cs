using Heed.Cli;

return new CommandTable(Terminal.Standard()).Run(args);
