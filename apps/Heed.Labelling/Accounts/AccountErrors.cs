using Heed.Labelling.Texts;
using Microsoft.AspNetCore.Identity;

namespace Heed.Labelling.Accounts;

/// <summary>What is wrong with a name or a password, in the language of its reader.</summary>
internal sealed class AccountErrors(PageTexts texts) : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Of(base.DefaultError(), texts["account-error.other"]);

    public override IdentityError ConcurrencyFailure() => Of(base.ConcurrencyFailure(), texts["account-error.meanwhile"]);

    public override IdentityError PasswordMismatch() => Of(base.PasswordMismatch(), texts["account-error.password"]);

    public override IdentityError LoginAlreadyAssociated() => Of(base.LoginAlreadyAssociated(), texts["account-error.login"]);

    public override IdentityError InvalidUserName(string? userName) => Of(base.InvalidUserName(userName), texts["account-error.name", userName ?? ""]);

    public override IdentityError DuplicateUserName(string userName) => Of(base.DuplicateUserName(userName), texts["account-error.taken", userName]);

    public override IdentityError PasswordTooShort(int length) => Of(base.PasswordTooShort(length), texts["account-error.short", length]);

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) => Of(base.PasswordRequiresUniqueChars(uniqueChars), texts["account-error.same", uniqueChars]);

    private static IdentityError Of(IdentityError error, string words) => new() { Code = error.Code, Description = words };
}
