namespace Heed.Language.Templates.Jinja;

/// <summary>A place in the template, both from 1.</summary>
internal readonly record struct Position(int Line, int Column);
