namespace Heed.Models.Generation.Sampling;

/// <summary>Sets the logits of tokens that must not be drawn to minus infinity; what it decides depends on the distribution alone.</summary>
public interface ILogitFilter
{
    /// <summary>Filters one row in place: <paramref name="logits"/> (V), already divided by the temperature. Keeps at least the most probable token.</summary>
    void Apply(Span<float> logits, RowScratch scratch);
}
