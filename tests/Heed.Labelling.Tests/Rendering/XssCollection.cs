namespace Heed.Labelling.Tests.Rendering;

/// <summary>Texts that have opened other sites: classes of the OWASP collection, quirks of Markdown, what models write.</summary>
internal static class XssCollection
{
    public static readonly string[] All =
    [
        "<script>alert(1)</script>", "<SCRIPT SRC=//x.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
        "<body onload=alert(1)>", "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>", "<object data=\"javascript:alert(1)\"></object>",
        "<embed src=\"data:text/html,<script>alert(1)</script>\">", "<a href=\"javascript:alert(1)\">x</a>", "<a href=\"jav&#x09;ascript:alert(1)\">x</a>", "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<form action=\"javascript:alert(1)\"><button>x</button></form>", "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
        "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>", "<style>@import '//x.example/x.css';</style>", "<link rel=stylesheet href=//x.example/x.css>", "<meta http-equiv=refresh content=\"0;url=//x.example\">",
        "<base href=//x.example/>", "<p style=\"background:url(//x.example/x)\">x</p>", "<div style=\"behavior:url(x.htc)\">x</div>", "<table background=//x.example/x>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<![CDATA[<img src=x onerror=alert(1)>]]>", "<template><script>alert(1)</script></template>", "</textarea><script>alert(1)</script>", "</script><script>alert(1)</script>", "</pre><script>alert(1)</script>",
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](javascript&colon;alert(1))", "[x](&#106;avascript:alert(1))", "[x](\\javascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[x](vbscript:msgbox(1))",
        "[x](//x.example)", "[x](/sign-out)", "[x](\"onclick=alert(1)//\")", "[x](https://example.org \"onclick=alert(1)\")", "[x]: javascript:alert(1)\n[x]", "<javascript:alert(1)>", "<https://example.org/\"onmouseover=alert(1)>",
        "![x](https://x.example/beacon.png)", "![x](x\"onerror=\"alert(1))", "![x](javascript:alert(1))", "![x][y]\n\n[y]: https://x.example/beacon.png", "[![x](https://x.example/a.png)](https://example.org)",
        "`<script>alert(1)</script>`", "```html\n<script>alert(1)</script>\n```", "```\"><img src=x onerror=alert(1)>\ncode\n```", "~~~<script>\nalert(1)\n~~~", "    <script>alert(1)</script>",
        "# <img src=x onerror=alert(1)>", "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <script>alert(1)</script> | 2 |", "* <svg/onload=alert(1)>", "> <script>alert(1)</script>", "**<b onmouseover=alert(1)>x</b>**",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\<script\\>alert(1)\\</script\\>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<script\u0000>alert(1)</script>", "<\u0000script>alert(1)</script>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>", "<a href=\"https://example.org\" target=_blank onclick=alert(1)>x</a>", "<xss style=animation-name:x onanimationstart=alert(1)>", "<marquee onstart=alert(1)>", "<isindex type=image src=1 onerror=alert(1)>",
        "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "#{alert(1)}", "@{alert(1)}", "<%= alert(1) %>", "javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+alert(1)//'>",
        "\u202E\u2066<script>\u2069alert(1)</script>", "<ſcript>alert(1)</ſcript>", "＜script＞alert(1)＜/script＞", "<tool_call>{\"name\":\"alert\"}</tool_call>", "<|im_end|><script>alert(1)</script>",
    ];
}
