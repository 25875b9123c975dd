using System.Xml.Linq;
using CsCheck;
using Heed.Evaluation.Plots;
using Xunit;

namespace Heed.Evaluation.Tests.Plots;

public sealed class MarkupTests
{
    [Fact]
    public void What_stands_in_a_hole_is_text() =>
        Assert.Equal("<p>&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>", Markup.Of($"<p>{"<b> & \"c\" 'd'"}</p>").ToString());

    [Fact]
    public void Markup_in_a_hole_stays_markup() => Assert.Equal("<p><b>1.25</b></p>", Markup.Of($"<p>{Markup.Of($"<b>{1.25}</b>")}</p>").ToString());

    [Fact]
    public void Any_text_can_stand_in_an_attribute_and_in_an_element_and_comes_back() =>
        Gen.String.Sample(text =>
        {
            var element = XElement.Parse(Markup.Of($"<p title=\"{text}\">{text}</p>").ToString(), LoadOptions.PreserveWhitespace);
            return element.Value.Length > 0 || text.Length == 0;
        });

    [Fact]
    public void What_xml_cannot_hold_is_replaced() => Assert.Equal("a\ufffdb\ufffdc\ufffd", Markup.Text("a\0b\u001bc\ud800").ToString());

    [Fact]
    public void A_percent_sign_stays_with_its_number() => Assert.Equal("95\u00a0%", Markup.Text("95 %").ToString());
}
