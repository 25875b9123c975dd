using System.Security.Claims;
using System.Text.Json;
using Heed.Feedback.Captures;
using Heed.Feedback.Store;
using Heed.Labelling.Api;
using Heed.Labelling.Items;
using Heed.Labelling.Security;

namespace Heed.Labelling.Capturing;

/// <summary>What a call says, and who says it.</summary>
internal static class FeedbackCalls
{
    private const string Usual = "quality";

    /// <exception cref="IncompleteAnswerException">Something that is needed is missing.</exception>
    public static (Capture Said, CaptureSource By) Read(FeedbackCall call, string? header, ClaimsPrincipal user, SecretToken secrets)
    {
        var own = FeedbackToken.UserOf(user);
        var key = call.IdempotencyKey ?? header ?? throw new IncompleteAnswerException("Expected an idempotency key: a text of your own, in idempotency_key or in the header Idempotency-Key.");
        var response = call.ChosenResponseId ?? call.ResponseId ?? FeedbackToken.ResponseOf(user) ?? throw new IncompleteAnswerException("Expected response_id, or chosen_response_id with rejected_response_ids.");
        if (call.ChosenResponseId is not null != call.RejectedResponseIds is { Count: > 0 }) throw new IncompleteAnswerException("A preference needs both chosen_response_id and rejected_response_ids.");
        var said = new Capture(response, call.Name ?? Usual)
        {
            Rejected = call.RejectedResponseIds ?? [],
            Good = call.Value?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
            Number = call.Value is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null,
            Words = call.Value?.ValueKind switch { JsonValueKind.String => call.Value.Value.GetString(), JsonValueKind.Object or JsonValueKind.Array => call.Value.Value.GetRawText(), _ => null },
            Low = call.Low,
            High = call.High,
            Correction = call.Correction,
            Place = call.Span is { } span ? (span.Start, span.End) : null,
            Reasons = call.Reasons ?? [],
            Comment = call.Comment,
        };
        // Whoever has a token alone speaks for the user of the response, and for nobody else.
        var other = own is null && call.Source?.Id is { } id ? Pseudonym(secrets, ApiEndpoints.Project(user), "source " + id) : null;
        return (said, new CaptureSource($"{ApiEndpoints.Pseudonym(user)} {key}", other, own) { Actor = own is null && call.Source?.Kind is { } kind ? kind : ApiEndpoints.Actor(user), TrainOk = call.TrainOk });
    }

    public static FeedbackReceipt Receipt(CaptureReceipt receipt) => new(receipt.EventId, receipt.Rater);

    /// <summary>A name that says nothing about the person, and is the same each time; without the site's secret nobody can test a guess.</summary>
    public static string Pseudonym(SecretToken secrets, string project, string who) => "u-" + secrets.Hash($"{project}/{who}")[..20];
}
