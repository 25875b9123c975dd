namespace Heed.Models.Architecture;

/// <summary>Gives the numbers of one parameter, row-major.</summary>
internal delegate ReadOnlySpan<float> ParameterReader(Parameter parameter);
