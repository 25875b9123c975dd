using Heed.Language.Templates;
using Heed.Language.Texts;
using Heed.Simulation.People;

namespace Heed.Simulation.Prompts;

/// <summary>Some facts about a person and a question that one of them answers.</summary>
/// <param name="Id">Stream and index, <c>evaluation/17</c>: the world finds the prompt again by it.</param>
/// <param name="Person">Whom it is about.</param>
/// <param name="Known">What the facts tell, in their order.</param>
/// <param name="Asked">What is asked: one of the known.</param>
/// <param name="Facts">The facts as text.</param>
/// <param name="Question">The question as text.</param>
public sealed record WorldPrompt(string Id, Person Person, IReadOnlyList<Trait> Known, Trait Asked, string Facts, string Question)
{
    /// <summary>The layout of the world's dialogues: <c> facts\nUser: question\nHelper:</c>, a space first as in the corpus.</summary>
    public static TurnTemplate Template { get; } = TurnTemplate.Plain() with { System = new Turn(" ", "") };

    /// <summary>The facts as the system's message, the question as the user's.</summary>
    public Conversation Conversation => new([Message.FromSystem(Facts), Message.FromUser(Question)]);

    /// <summary>Id and conversation: what the rest of Heed sees of it.</summary>
    public Prompt Prompt => new(Id, Conversation);

    /// <summary>The text a model reads, up to where it is to answer.</summary>
    public string Text => Template.Render(Conversation, addGenerationPrompt: true);
}
