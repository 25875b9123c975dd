namespace Heed.Models.Architecture;

/// <summary>Gives the numbers of one parameter, row-major, until the next is asked for.</summary>
internal delegate ReadOnlySpan<float> ParameterReader(Parameter parameter);

/// <summary>Writes the numbers of one parameter, row-major, to where they are wanted.</summary>
internal delegate void ParameterWriter(Parameter parameter, Span<float> into);
