using Heed.Feedback.Privacy;
using Xunit;

namespace Heed.Feedback.Tests.Privacy;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("Write to mia.b+x@example.org today.", "Write to [email] today.")]
    [InlineData("Call +49 30 1234567 or (030) 123 45 67.", "Call [phone] or [phone].")]
    [InlineData("Call 030 1234567.", "Call [phone].")]
    // The examples of ISO 13616's registry for Germany and Great Britain, and one with a digit changed.
    [InlineData("Pay to DE89 3704 0044 0532 0130 00 please.", "Pay to [bank-account] please.")]
    [InlineData("Pay to GB82 WEST 1234 5698 7654 32 please.", "Pay to [bank-account] please.")]
    [InlineData("Pay to GB82 WEST 1234 5698 7654 33 please.", "Pay to GB82 WEST 1234 5698 7654 33 please.")]
    // 4539 1488 0343 6467: 4+(5·2−9)… the doubled digits from the right sum with the rest to 80.
    [InlineData("Card 4539 1488 0343 6467.", "Card [card].")]
    [InlineData("Card 4539 1488 0343 6468.", "Card 4539 1488 0343 6468.")]
    [InlineData("From 93.184.216.34, not 192.168.0.1 or 10.2.3.4.", "From [network-address], not 192.168.0.1 or 10.2.3.4.")]
    [InlineData("Version 2.10.0.1 of 2024-05-06 sold 1234567 times for 3.14159265 each; 1 + 1 = 2.", "Version 2.10.0.1 of 2024-05-06 sold 1234567 times for 3.14159265 each; 1 + 1 = 2.")]
    [InlineData("user@localhost and @name are no addresses.", "user@localhost and @name are no addresses.")]
    public void What_has_a_form_of_its_own_is_found_and_nothing_else(string text, string redacted) => Assert.Equal(redacted, PersonalData.Redact(text));

    [Fact]
    public void Places_are_in_order_and_none_lies_over_another()
    {
        var marks = PersonalData.Find("a@b.org, +49 30 1234567, b@c.org");
        Assert.Equal([PersonalDataKind.Email, PersonalDataKind.Phone, PersonalDataKind.Email], marks.Select(m => m.Kind));
        Assert.All(marks.Zip(marks.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void A_long_text_takes_no_long_time()
    {
        // A text that makes backtracking explode is read in one pass.
        Assert.Empty(PersonalData.Find(new string('a', 100_000) + "@" + new string('.', 100_000)));
    }
}
