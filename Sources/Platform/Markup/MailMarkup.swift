// A mail travels without a stylesheet and mail programs drop what they do not know, so its elements carry their looks
// themselves: a closed list, so that no page comes to do the same.

/// What an element of a mail looks like.
public enum MailLook: String, Sendable {
  case page = "margin:0;padding:24px 12px;background:#f4f4f1;color:#23231f;font:16px/1.6 system-ui,sans-serif"
  case sheet =
    "max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #e2e2dc;border-radius:10px"
  case school = "margin:0 0 24px;font-weight:600;color:#5c5c55"
  case heading = "margin:0 0 16px;font-size:24px;line-height:1.25"
  case words = "margin:0 0 16px"
  case button =
    "display:inline-block;padding:12px 20px;background:#2f4fb3;border-radius:8px;color:#ffffff;font-weight:600;text-decoration:none"
  case note = "margin:16px 0 0;font-size:14px;color:#5c5c55"
  case address = "margin:0 0 16px;font-size:13px;color:#5c5c55;word-break:break-all"
}

extension Attribute {
  public static func look(_ look: MailLook) -> Attribute { Attribute("style", look.rawValue) }
  /// The same on a ground of another color, such as `#2f4fb3`.
  public static func look(_ look: MailLook, on ground: String) -> Attribute {
    let isColor = ground.utf8.first == 0x23 && ground.utf8.dropFirst().allSatisfy { $0.isHexadecimal }
    precondition(isColor, "A ground is a color such as #2f4fb3.")
    return Attribute("style", look.rawValue + ";background:" + ground)
  }
}

/// A whole mail.
public func mailDocument(title: String, language: String, @HTMLBuilder body: () -> HTML) -> HTML {
  var mail = HTML(markup: "<!doctype html>")
  mail.append(
    element("html", [.lang(language)]) {
      element("head", []) {
        void("meta", [Attribute("charset", "utf-8")])
        void("meta", [Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")])
        element("title", []) { title }
      }
      element("body", [.look(.page)]) { div(.look(.sheet)) { body() } }
    })
  return mail
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}
