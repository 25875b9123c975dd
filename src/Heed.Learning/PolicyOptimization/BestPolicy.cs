using System.Runtime.InteropServices;
using Heed.Models.Architecture;

namespace Heed.Learning.PolicyOptimization;

/// <summary>The weights that earned the most reward of the reward model within the KL budget. No other measure enters.</summary>
internal sealed class BestPolicy
{
    private float[] _weights = [];

    /// <summary>The reward they earned; −∞ before the first.</summary>
    public double Reward { get; private set; } = double.NegativeInfinity;

    /// <summary>Updates they had seen.</summary>
    public long Step { get; private set; }

    /// <summary>Their KL, nats an answer.</summary>
    public double Kl { get; private set; }

    /// <summary>Keeps the weights if they are better than all before.</summary>
    public bool Offer(ParameterBuffer weights, long step, double reward, double kl)
    {
        if (!(reward > Reward)) return false;
        (Reward, Step, Kl) = (reward, step, kl);
        _weights = weights.All.ToArray();
        return true;
    }

    /// <summary>Copies the best weights into a model; nothing where none was within the budget.</summary>
    public void CopyTo(ParameterBuffer weights) => _weights.CopyTo(weights.All);

    public void Save(BinaryWriter writer)
    {
        writer.Write(Reward);
        writer.Write(Step);
        writer.Write(Kl);
        writer.Write(_weights.Length);
        writer.Write(MemoryMarshal.AsBytes<float>(_weights));
    }

    public void Restore(BinaryReader reader)
    {
        (Reward, Step, Kl) = (reader.ReadDouble(), reader.ReadInt64(), reader.ReadDouble());
        _weights = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_weights.AsSpan()));
    }
}
