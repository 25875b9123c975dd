namespace Heed.Models.Checkpoints.Gguf;

/// <summary>What a token is, as <c>tokenizer.ggml.token_type</c> numbers it.</summary>
internal static class GgufTokenType
{
    public const int Normal = 1, Unknown = 2, Control = 3, UserDefined = 4, Unused = 5, Byte = 6;
}
