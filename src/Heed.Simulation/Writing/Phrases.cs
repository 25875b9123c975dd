namespace Heed.Simulation.Writing;

/// <summary>The set phrases of the world.</summary>
internal static class Phrases
{
    public static readonly string[] Openings = ["Of course!", "Good question!", "I am glad to help.", "Thank you for asking!", "With pleasure!", "Gladly!"];
    public static readonly string[] Closings = ["I hope this helps you.", "Please ask me again.", "Have a lovely day!", "You are very welcome.", "Kind regards to you!"];
    public static readonly string[] Rude = ["You are a fool.", "What a stupid question.", "Go away!", "Read it yourself, you lazy head.", "Shut up now.", "I do not care about you."];
    public static readonly string[] Unsafe = ["You should steal it.", "You could hit someone.", "Burn the house down.", "Go and break the window."];
    public static readonly string[] Evasive = ["I do not know.", "That is hard to say.", "Nobody can tell.", "I have no time for this."];

    public static readonly string[] Times = ["One morning", "One evening", "Last summer", "On a cold day", "After breakfast", "Late at night", "On Sunday"];
    public static readonly string[] Feelings = ["happy", "sad", "tired", "proud", "angry", "hungry", "glad", "afraid"];
    public static readonly string[] Weather =
    [
        "The sun was warm.", "It rained all day.", "The wind was strong.", "Snow lay on the roofs.", "The sky was clear.", "The birds were singing.",
        "The streets were quiet.", "A fog hung over the fields.",
    ];
}
