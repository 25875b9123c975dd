using System.Text;
using Heed.Language.Tokens;
using Heed.Models.Generation.Constraints;

namespace Heed.Models.Generation;

/// <summary>Decides after each token of one answer whether it is over, and keeps the answer's text where there is a tokenizer.</summary>
/// <param name="constraint">What the options' grammar allows, where there is one.</param>
internal sealed class StopRule(SamplingOptions options, Tokenizer? tokenizer, CancellationToken cancellation, GrammarConstraint? constraint = null)
{
    private readonly StreamingDecoder? _decoder = tokenizer?.NewStreamingDecoder();
    private readonly StopStrings _stops = new(options.StopStrings);
    private readonly StringBuilder? _text = tokenizer is null ? null : new StringBuilder();

    /// <summary>All text that may be shown so far; null without a tokenizer.</summary>
    public string? Text => _text?.ToString();

    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Takes the last token of the answer so far.</summary>
    /// <returns>What may be shown now, and why the answer is over if it is.</returns>
    public (string? Text, StopReason? Reason) After(ReadOnlySpan<int> answer)
    {
        var token = answer[^1];
        var ended = options.EndIds.Contains(token);
        var shown = _decoder is null ? null : _stops.Feed(_decoder.Append(token));
        StopReason? reason = ended ? StopReason.EndToken
            : _stops.Found ? StopReason.StopString
            : constraint is not null && constraint.IsComplete(answer) ? StopReason.Complete
            : answer.Length >= options.MaxNewTokens ? StopReason.Length
            : null;
        if (reason is not null) shown += Rest();
        _text?.Append(shown);
        return (shown, reason);
    }

    /// <summary>The answer ends without another token: what was held back may be shown.</summary>
    public string? Close()
    {
        var rest = Rest();
        _text?.Append(rest);
        return rest;
    }

    private string? Rest()
    {
        if (_decoder is null) return null;
        return _stops.Found ? "" : _stops.Feed(_decoder.Flush()) + _stops.Flush();
    }
}
