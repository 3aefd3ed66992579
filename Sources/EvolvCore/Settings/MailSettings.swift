public import Mailing
public import Payloads

/// Who the school's mails come from.
public struct MailSettings: SettingsSection {
  public var senderName: Text<SenderName>, senderAddress: EmailAddress?, replyTo: EmailAddress?,
    footer: Text<MailFooter>

  public static let name = "mail"
  public static let standard = MailSettings(
    senderName: .known(""), senderAddress: nil, replyTo: nil, footer: .known(""))

  public static let shape = Shape(
    "MailSettings", Self.init,
    Field("sender_name", \.senderName, "The name that mail programs show; the school's if empty"),
    Field("sender_address", \.senderAddress, "Where mails come from; what the program was started with if empty"),
    Field("reply_to", \.replyTo, "Where answers go, if not to the sender"),
    Field("footer", \.footer, "Stands at the end of every mail, such as the school's postal address"))

  /// Whom mails come from: what is chosen, and what is not as the program was started with.
  public func sender(else standard: MailAddress, school: String) -> MailAddress {
    let name = senderName.text.isEmpty ? (standard.name.isEmpty ? school : standard.name) : senderName.text
    return MailAddress(senderAddress?.text ?? standard.address, name: name) ?? standard
  }
}

public enum SenderName: TextRule { public static let length = 0...80 }
public enum MailFooter: TextRule {
  public static let length = 0...600
  public static let isMultiline = true
}
