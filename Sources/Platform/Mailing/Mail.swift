public import Essentials
public import Markup

// A mail is a value: who, what, in HTML and in plain text. Its message (RFC 5322, MIME) is rendered here and nowhere
// else, from fields that cannot hold a line break, so nobody's name or subject adds a header or a recipient.

/// A person's mail address, with the name that mail programs show.
public struct MailAddress: Sendable, Hashable {
  public let name: String
  public let address: String

  /// nil unless the address is one that stands alone in a header and an SMTP command; the name may be anything.
  public init?(_ address: String, name: String = "") {
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), parts[0].utf8.count <= 64, address.utf8.count <= 254
    else { return nil }
    let isPlain = address.unicodeScalars.allSatisfy {
      $0.value > 0x20 && !(0x7F...0x9F).contains($0.value) && !"\"(),:;<>[\\]".unicodeScalars.contains($0)
    }
    let hasSpace = address.unicodeScalars.contains {
      $0.properties.isWhitespace || $0.properties.generalCategory == .format
    }
    guard isPlain, !hasSpace else { return nil }
    self.address = address
    self.name = name
  }

  var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}

/// One mail, before it is sent.
public struct Mail: Sendable, Identifiable {
  /// Becomes the Message-ID: the same mail sent twice after a crash can be told by it.
  public let id: ID<Mail>
  public var to: [MailAddress]
  public var subject: String
  public var html: HTML
  public var text: String
  /// Whom it comes from, if not from the postman's sender.
  public var from: MailAddress?
  public var replyTo: MailAddress?
  /// Where one click ends mails of this kind (RFC 8058); `https` only.
  public var unsubscribe: Link?
  /// Further headers, such as `X-Evolv-Kind`.
  public var headers: [MailHeader] = []

  public init(id: ID<Mail> = ID(), to: [MailAddress], subject: String, html: HTML, text: String) {
    self.id = id
    self.to = to
    self.subject = subject
    self.html = html
    self.text = text
  }
}

/// A header of our own; its name is a word of the source, its value may be anything.
public struct MailHeader: Sendable, Equatable {
  public let name: String, value: String
  public init(_ name: StaticString, _ value: String) {
    self.name = name.description
    self.value = value
    precondition(
      self.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }, "A header's name is printable ASCII.")
  }
}
