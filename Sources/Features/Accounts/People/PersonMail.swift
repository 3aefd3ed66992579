public import Mailing

extension PersonRecord {
  /// Where mails to this person go; nil for an address that no mail server takes.
  public var mailAddress: MailAddress? { MailAddress(email, name: name) }
}
