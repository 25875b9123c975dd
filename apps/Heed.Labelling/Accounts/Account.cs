using Heed.Feedback.Events;
using Microsoft.AspNetCore.Identity;

namespace Heed.Labelling.Accounts;

/// <summary>Who signs in. The record knows only the pseudonym; this table alone says whose it is.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>The name in the record.</summary>
    public required string Pseudonym { get; init; }

    /// <summary>May do everything on the site, in every project.</summary>
    public bool IsAdmin { get; set; }

    /// <summary>Whether single letters act on the page (WCAG 2.1.4).</summary>
    public bool SingleKeys { get; set; } = true;

    /// <summary>Keys that stand for others, as "x=1 y=2".</summary>
    public string KeyMap { get; set; } = "";

    public DateTimeOffset Since { get; init; }
}

/// <summary>What somebody may do in a project; each role may do what those before it may.</summary>
public enum ProjectRole
{
    /// <summary>Answers items, sees its own answers and figures.</summary>
    Annotator,
    /// <summary>Sees answers of all and settles contested items.</summary>
    Reviewer,
    /// <summary>Runs the project: items, guidelines, raters, invitations, exports.</summary>
    Manager,
}

/// <summary>An account's role in a project.</summary>
public sealed class ProjectAccess
{
    public required string AccountId { get; init; }
    public required string Project { get; init; }
    public required ProjectRole Role { get; set; }
}

/// <summary>Lets a person in. The secret itself is not kept.</summary>
public sealed class Invitation
{
    public required string Hash { get; init; }
    public required string Project { get; init; }
    public required ProjectRole Role { get; init; }
    public bool Admin { get; init; }
    public required DateTimeOffset Expires { get; init; }
    public string InvitedBy { get; init; } = "";

    /// <summary>The account that took it; null while it is open.</summary>
    public string? TakenBy { get; set; }
}

/// <summary>Lets a program act for an account. The secret itself is not kept.</summary>
public sealed class ApiKey
{
    public required string Hash { get; init; }
    public required string AccountId { get; init; }

    /// <summary>The one project it opens.</summary>
    public required string Project { get; init; }

    /// <summary>What it may do: "answer", "export", both separated by a space, or "feedback" (of a served model's users). A key that may answer or send feedback cannot read what others said.</summary>
    public required string Scopes { get; init; }

    /// <summary>Who or what answers with it: stands in every answer that comes in by it.</summary>
    public ActorKind Actor { get; init; } = ActorKind.Human;

    /// <summary>Its first letters, for people to tell keys apart.</summary>
    public required string Beginning { get; init; }
    public required DateTimeOffset Since { get; init; }
    public DateTimeOffset? Revoked { get; set; }
}

/// <summary>Something that somebody did to the site. Entries are chained by their hashes and never changed.</summary>
public sealed class AuditEntry
{
    public long Sequence { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public required string Previous { get; init; }
    public required string Hash { get; init; }

    /// <summary>Goes with the names of somebody who is forgotten: without it nobody can test a guess against the digest. Null then, and in entries of before.</summary>
    public string? Salt { get; init; }

    /// <summary>Of the salt and of what was done by whom to whom; null in entries of before.</summary>
    public string? Digest { get; init; }
}
