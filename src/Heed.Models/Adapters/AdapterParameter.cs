using Heed.Models.Architecture;

namespace Heed.Models.Adapters;

/// <summary>A tensor of an adapter.</summary>
/// <param name="Parameter">Its name in PEFT's file, and its place: offsets go on where those of the model end.</param>
/// <param name="Source">The model's own tensor that this is a copy of; null: a low-rank factor or a magnitude.</param>
/// <param name="Trained">A copy may also be there only because it is multiplied together with one that is trained.</param>
public sealed record AdapterParameter(Parameter Parameter, Parameter? Source, bool Trained);
