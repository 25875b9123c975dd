using Heed.Language.Texts;
using Heed.Simulation.Prompts;
using Xunit;

namespace Heed.Simulation.Tests.Prompts;

public sealed class WorldPromptTests
{
    private readonly World _world = Worlds.Small();

    [Fact]
    public void The_text_is_the_facts_a_users_turn_and_the_start_of_the_helpers() =>
        Assert.Equal(" Greta loves to eat cake. She lives in Ashby.\nUser: What does Greta like to eat?\nHelper:", Worlds.Cake.Text);

    [Fact]
    public void The_conversation_has_the_facts_as_the_systems_message_and_the_question_as_the_users() =>
        Assert.Equal(new Conversation([Message.FromSystem(Worlds.Cake.Facts), Message.FromUser(Worlds.Cake.Question)]), Worlds.Cake.Conversation);

    [Fact]
    public void A_dialogue_of_the_corpus_starts_just_as_a_prompt_does()
    {
        var dialogue = _world.Documents().First(d => d.Contains("\nHelper:"));
        Assert.Matches(@"^ [^\n]+\nUser: [^\n]+\?\nHelper: \S", dialogue);
    }

    [Fact]
    public void A_prompt_is_found_by_its_id()
    {
        foreach (var stream in Enum.GetValues<PromptStream>())
        {
            var prompt = _world.Prompt(stream, 17);
            Assert.Equal(prompt.Text, _world.Prompt(prompt.Id).Text);
        }
    }

    [Theory]
    [InlineData("evaluation")]
    [InlineData("evaluation/-1")]
    [InlineData("nowhere/3")]
    [InlineData("")]
    public void An_id_of_no_prompt_is_refused(string id) => Assert.Throws<ArgumentException>(() => _world.Prompt(id));

    [Fact]
    public void The_answer_stands_in_the_facts_once() => Assert.All(_world.Prompts(PromptStream.Evaluation, 500), prompt =>
    {
        Assert.Contains(prompt.Asked, prompt.Known);
        Assert.Equal(2, prompt.Facts.Split(prompt.Person[prompt.Asked]).Length);
    });

    [Fact]
    public void Prompts_can_come_in_pairs()
    {
        var ids = _world.Prompts(PromptStream.RewardTest, 3, each: 2).Select(p => p.Id);
        Assert.Equal(["reward-test/0", "reward-test/0", "reward-test/1", "reward-test/1", "reward-test/2", "reward-test/2"], ids);
    }
}
