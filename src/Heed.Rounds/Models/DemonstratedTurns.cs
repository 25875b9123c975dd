using Heed.Language.Datasets;
using Heed.Language.Templates;
using Heed.Language.Texts;
using Heed.Learning.Packing;

namespace Heed.Rounds.Models;

/// <summary>Demonstrations as the tokens a model is fine-tuned on: each last answer, or every answer of the assistant after what came before it.</summary>
internal sealed class DemonstratedTurns(ChatTemplate template, bool everyTurn)
{
    private string? _firstRewritten;
    private int _answers, _rewritten;

    /// <summary>What to tell the user about the template; null where it keeps every prompt as it was.</summary>
    public string? Warning => _firstRewritten is null ? null
        : $"warning: the chat template rewrites what came before: in {_rewritten:N0} of {_answers:N0} answers (first: {_firstRewritten}) the prompt reads otherwise once its answer follows. "
        + "Heed trains on the prompt as it is asked; a program that lays out the whole conversation sees another text.";

    /// <summary>The answers of one demonstration, the last of them last.</summary>
    public List<AnsweredPrompt> Encode(Demonstration demonstration)
    {
        var messages = demonstration.Prompt.Messages;
        var turns = new List<AnsweredPrompt>();
        for (var i = 0; everyTurn && i < messages.Count; i++)
            if (messages[i].Role == Roles.Assistant) turns.Add(Encode(demonstration, demonstration.Prompt with { Messages = [.. messages.Take(i)] }, messages[i]));
        turns.Add(Encode(demonstration, demonstration.Prompt, demonstration.Answer));
        return turns;
    }

    private AnsweredPrompt Encode(Demonstration demonstration, Conversation prompt, Message answer)
    {
        var split = template.Split(prompt, answer);
        _answers++;
        if (!split.KeepsPrompt)
        {
            _rewritten++;
            _firstRewritten ??= $"demonstration '{demonstration.Id}', turn {prompt.Messages.Count + 1}";
        }
        return new AnsweredPrompt(split.Prompt, split.Answer);
    }
}
