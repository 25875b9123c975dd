namespace Heed.Language.Tokens.Expressions;

/// <summary>A compiled expression.</summary>
/// <param name="Starts">Which letters may begin a match.</param>
internal sealed record PatternProgram(Instruction[] Code, LetterClasses Classes, int Marks, bool[] Starts);
