using Heed.Language.Texts;
using Heed.Runs;

namespace Heed.Feedback.Items;

/// <summary>Questions of a project's own about a prompt and its answers.</summary>
public sealed record FormItem(string Id, Prompt Prompt, IReadOnlyList<Candidate> Answers, Form Form) : FeedbackItem(Id, Prompt)
{
    public override IReadOnlyList<Candidate> Candidates => Answers;

    /// <summary>The item whose id is derived from the prompt's id, the answers and the form.</summary>
    public static FormItem Of(Prompt prompt, IReadOnlyList<Candidate> answers, Form form) =>
        new(Identity.Of(["form", prompt.Id, .. answers.Select(a => a.Key), Recipe.ToYaml(form)]), prompt, answers, form);
}
