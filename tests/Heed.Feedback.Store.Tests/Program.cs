using Heed.Feedback.Store.Tests.Processes;
using Xunit.Runner.InProc.SystemConsole;

// kill -9 needs a second process: then this program starts itself with a first word of its own.
return args is [WritingChild.Word, .. var rest] ? await WritingChild.DoAsync(rest) : await ConsoleRunner.Run(args);
