using Heed.Feedback.Assignment;
using Heed.Labelling.Accounts;
using Microsoft.AspNetCore.Http;

namespace Heed.Labelling.Work;

/// <summary>Who makes a request, in which project, as what. Only a <see cref="ProjectGate"/> makes one.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Rater">Its name in the record.</param>
/// <param name="Role">What it may do in the project.</param>
/// <param name="Admin">Whether it runs the site.</param>
/// <param name="Project">The project.</param>
/// <param name="Settings">What the site asks in it.</param>
public sealed record Caller(string AccountId, string Rater, ProjectRole Role, bool Admin, FeedbackProject Project, SiteProject Settings)
{
    private static readonly object Key = new();

    /// <summary>How it is called where it decides about others: a name of its own, so that what is said about them names nobody once the account is erased.</summary>
    public required string Alias { get; init; }

    /// <summary>Binds a parameter of an endpoint.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Items[Key] as Caller);

    internal void AttachTo(HttpContext context) => context.Items[Key] = this;

    /// <summary>Whether the caller may do what a role may.</summary>
    public bool May(ProjectRole least) => Admin || Role >= least;
}
