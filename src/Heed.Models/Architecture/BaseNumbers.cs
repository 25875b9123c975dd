namespace Heed.Models.Architecture;

/// <summary>What the matrices of a model's blocks are kept in where they are only read.</summary>
public enum BaseNumbers
{
    Float32,
    /// <summary>A byte each and a factor a row: a quarter of the memory, rounded.</summary>
    Int8,
}
