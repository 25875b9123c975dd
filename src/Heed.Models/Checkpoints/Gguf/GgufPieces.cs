using Heed.Language.Tokens;
using Heed.Language.Tokens.SentencePieces;
using Heed.Runs;

namespace Heed.Models.Checkpoints.Gguf;

/// <summary>A SentencePiece model as the keys llama.cpp reads, for a folder that has no tokenizer.json.</summary>
internal static class GgufPieces
{
    /// <param name="where">The folder, for messages.</param>
    /// <param name="size">Rows of the embedding: tokens beyond the pieces are listed as unused.</param>
    public static void Add(GgufMetadata keys, Tokenizer tokenizer, SentencePieceFile file, string where, int size)
    {
        if (file.Model is not (PieceModel.BytePairs or PieceModel.Unigram)) throw new CheckpointException($"{where}: a SentencePiece model of {file.Model} cannot be exported as GGUF; those of BPE and unigram can.");
        var names = Enumerable.Range(0, size).Select(id => id < file.Pieces.Count ? file.Pieces[id].Text : $"[PAD{id}]").ToArray();
        var types = Enumerable.Range(0, size).Select(id => id < file.Pieces.Count ? (int)file.Pieces[id].Kind : GgufTokenType.Unused).ToArray();
        foreach (var token in tokenizer.AddedTokens)
            if (token.Id >= file.Pieces.Count) (names[token.Id], types[token.Id]) = (token.Content, token.Special ? GgufTokenType.Control : GgufTokenType.UserDefined);
        keys.Add("tokenizer.ggml.model", file.Model == PieceModel.Unigram ? "t5" : "llama");
        keys.Add("tokenizer.ggml.pre", "default");
        keys.Add("tokenizer.ggml.tokens", names);
        keys.Add("tokenizer.ggml.scores", Enumerable.Range(0, size).Select(id => id < file.Pieces.Count ? file.Pieces[id].Score : 0).ToArray());
        keys.Add("tokenizer.ggml.token_type", types);
        keys.Add("tokenizer.ggml.unknown_token_id", (uint)file.UnknownId);
        keys.Add("tokenizer.ggml.add_bos_token", tokenizer.LeadingSpecial.Count > 0);
        keys.Add("tokenizer.ggml.add_eos_token", false);
        keys.Add("tokenizer.ggml.add_space_prefix", file.AddDummyPrefix);
        if (file.Model != PieceModel.Unigram) return;
        keys.Add("tokenizer.ggml.remove_extra_whitespaces", file.RemoveExtraSpaces);
        if (file.CharacterMap.Length > 0) keys.Add("tokenizer.ggml.precompiled_charsmap", file.CharacterMap);
    }
}
