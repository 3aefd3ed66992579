public import Essentials
public import EvolvCore
public import Mailing
internal import Markup

/// A mail as the school writes one: a greeting, a few words, at most one thing to do. Said once, it becomes HTML and plain
/// text, so the two cannot disagree.
public struct Letter: Sendable {
  /// A piece of the letter, in the order it is read.
  public enum Part: Sendable {
    case words(String)
    /// What there is to do; the link is one of ours and becomes absolute.
    case action(String, Link)
    /// What matters to few, said quietly at the end.
    case note(String)
  }
  public let subject: String
  let heading: String
  private(set) var parts: [Part]
  let school: String, baseAddress: String

  public init(_ subject: String, heading: String, from facilities: Facilities, _ parts: Part...) {
    self.subject = subject
    self.heading = heading
    self.parts = parts
    school = facilities.schoolName
    baseAddress = facilities.baseAddress
  }

  /// The same letter with one piece more at its end.
  public func adding(_ part: Part) -> Letter {
    var letter = self
    letter.parts.append(part)
    return letter
  }

  /// The mail to one person; `id` is the same for every try.
  public func mail(to address: MailAddress, id: ID<Mail>) -> Mail {
    Mail(id: id, to: [address], subject: subject, html: html, text: text)
  }

  var html: HTML {
    mailDocument(title: subject, language: "en") {
      p(.look(.school)) { school }
      h1(.look(.heading)) { heading }
      for part in parts { html(of: part) }
    }
  }

  @HTMLBuilder private func html(of part: Part) -> HTML {
    switch part {
    case .words(let words): p(.look(.words)) { words }
    case .action(let label, let link):
      p(.look(.words)) { a(href: absolute(link), .look(.button)) { label } }
      p(.look(.address)) { absolute(link).text }
    case .note(let words): p(.look(.note)) { words }
    }
  }

  var text: String {
    let body = parts.map { part in
      switch part {
      case .words(let words), .note(let words): words
      case .action(let label, let link): "\(label):\n\(absolute(link).text)"
      }
    }
    return ([heading] + body + [school]).joined(separator: "\n\n") + "\n"
  }

  private func absolute(_ link: Link) -> Link { Link(path: baseAddress + link.text) }
}
