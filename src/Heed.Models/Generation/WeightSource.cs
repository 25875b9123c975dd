using Heed.Models.Architecture;
using Heed.Models.Numerics.Native;
using Heed.Models.Training;

namespace Heed.Models.Generation;

/// <summary>Gives the weights that a generator copies, a stretch of the plan's buffer at a time: a model with an adapter, or in int8, is never whole in floats.</summary>
internal abstract unsafe class WeightSource(DecoderPlan plan)
{
    /// <summary>The form of the model whose weights these are.</summary>
    public DecoderPlan Plan { get; } = plan;

    /// <summary>The weights of a model as they are when they are read, an adapter's changes in them.</summary>
    public static WeightSource Of(Decoder model) => model.Adapter is { } adapter ? new MadeWeights(adapter.MergedPlan, plan => adapter.Merging(model.Weights, plan))
        : model.Weights.Numbers == BaseNumbers.Float32 ? Of(model.Plan, model.Weights) : new MadeWeights(model.Plan, _ => model.Weights.Read);

    public static WeightSource Of(DecoderPlan plan, ParameterBuffer weights) => new WeightsThatLie(plan, weights);

    /// <summary>The floats of some parameters that follow one another. They stay until the next are read.</summary>
    public abstract float* Read(long offset, long count);

    /// <summary>Frees what reading took.</summary>
    public virtual void Release()
    {
    }

    private sealed class WeightsThatLie(DecoderPlan plan, ParameterBuffer weights) : WeightSource(plan)
    {
        public override float* Read(long offset, long count) => weights.Data + offset;
    }

    private sealed class MadeWeights(DecoderPlan plan, Func<DecoderPlan, ParameterWriter> writer) : WeightSource(plan)
    {
        private readonly ParameterWriter _write = writer(plan);
        private float* _data;
        private long _room;

        public override float* Read(long offset, long count)
        {
            if (count > _room)
            {
                Release();
                _data = LargeMemory.Floats(count);
                _room = count;
            }
            foreach (var parameter in Plan.Parameters)
                if (parameter.Offset >= offset && parameter.Offset + parameter.Length <= offset + count)
                    _write(parameter, new Span<float>(_data + (parameter.Offset - offset), checked((int)parameter.Length)));
            return _data;
        }

        public override void Release()
        {
            LargeMemory.Free(_data);
            _data = null;
            _room = 0;
        }
    }
}
