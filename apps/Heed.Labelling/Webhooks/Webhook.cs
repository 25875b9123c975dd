namespace Heed.Labelling.Webhooks;

/// <summary>Where a project's events are told to. What was told is a place in the record, so nothing is lost and nothing needs a list of its own.</summary>
public sealed class Webhook
{
    public required string Id { get; init; }
    public required string Project { get; init; }

    /// <summary>The address that is called.</summary>
    public required string Address { get; init; }

    /// <summary>The types of messages it gets, separated by a space.</summary>
    public required string Types { get; init; }

    /// <summary>The key of its signatures, sealed.</summary>
    public required byte[] Secret { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary>The last event of the record that was told, or was none for it.</summary>
    public long Told { get; set; }

    /// <summary>Attempts in a row that failed.</summary>
    public int Failures { get; set; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset Next { get; set; }

    /// <summary>What went wrong last; empty where nothing did.</summary>
    public string Problem { get; set; } = "";

    /// <summary>Until when one process has it in hand.</summary>
    public DateTimeOffset BusyUntil { get; set; }

    /// <summary>Not called any more: it said that it is gone, or failed for days.</summary>
    public bool Off { get; set; }
}
