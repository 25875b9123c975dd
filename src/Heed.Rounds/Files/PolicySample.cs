namespace Heed.Rounds.Files;

/// <summary>samples.jsonl: what the policy answered to held-out prompts at one step of its optimisation.</summary>
/// <param name="Reward">Mean normalised score of the reward model.</param>
/// <param name="Kl">Mean KL to the reference, nats an answer.</param>
public sealed record PolicySample(long Step, double Reward, double Kl, IReadOnlyList<SampleAnswer> Answers);

/// <param name="Ended">The model stopped by itself.</param>
public sealed record SampleAnswer(string PromptId, string Text, bool Ended);
