using Heed.Runs.Tests.Processes;
using Xunit.Runner.InProc.SystemConsole;

// Some claims need a second process (locks, kill -9, a limit on file sizes): then this program starts itself with a first word of its own.
return args is [ChildProcess.Word, .. var rest] ? ChildProcess.Do(rest) : await ConsoleRunner.Run(args);
