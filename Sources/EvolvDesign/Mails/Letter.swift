public import Essentials
public import EvolvCore
public import Mailing
internal import Markup
internal import Payloads

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
  let school: String, baseAddress: String, footer: [String]
  let logo: Brand.Picture?, button: HexColor?

  public init(_ subject: String, heading: String, from facilities: Facilities, _ parts: Part...) {
    self.init(subject, heading: heading, from: facilities, parts)
  }

  public init(_ subject: String, heading: String, from facilities: Facilities, _ parts: [Part]) {
    self.subject = subject
    self.heading = heading
    self.parts = parts
    school = facilities.schoolName
    baseAddress = facilities.baseAddress
    footer = facilities.settings(MailSettings.self).footer.text.split { $0.isNewline }.map(String.init)
    logo = facilities.chosen.consequence(Brand.self).logo
    button = facilities.settings(BrandingSettings.self).primary.map { BrandColor($0).light.plain }
  }

  /// The words of a template that hold now, with `values` in them. `values` are those that the template lists.
  public init(
    _ template: MailTemplate, _ values: KeyValuePairs<MailVariable, String>, action: Link? = nil,
    from facilities: Facilities
  ) {
    let known = Dictionary(values.map { ($0.key.name, $0.value) }) { _, last in last }
    self.init(template, template.words(in: facilities), known, action: action, from: facilities)
  }

  /// The letter with samples where values stand, for who writes its words.
  public init(sample template: MailTemplate, _ words: MailWords, action: Link?, from facilities: Facilities) {
    let samples = Dictionary(template.variables.map { ($0.name, $0.sample) }) { _, last in last }
    self.init(template, words, samples, action: action, from: facilities)
  }

  private init(
    _ template: MailTemplate, _ words: MailWords, _ values: [String: String], action: Link?, from facilities: Facilities
  ) {
    var known = values
    known[MailVariable.school.name] = facilities.schoolName
    precondition(
      template.variables.allSatisfy { known[$0.name] != nil } && template.hasAction == (action != nil),
      "The mail \(template.name) is given what it lists.")
    var parts = words.paragraphs.map { Part.words($0.filled(with: known)) }
    if let action { parts.append(.action(words.action.text.filled(with: known), action)) }
    if !words.note.text.isEmpty { parts.append(.note(words.note.text.filled(with: known))) }
    // A value with a line break must not end the subject.
    let subject = words.subject.text.filled(with: known).split { $0.isNewline }.joined(separator: " ")
    self.init(subject, heading: words.heading.text.filled(with: known), from: facilities, parts)
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

  /// The letter as mail programs show it, for a preview.
  public var page: [UInt8] { html.bytes }

  var html: HTML {
    mailDocument(title: subject, language: "en") {
      if let logo {
        p(.look(.school)) {
          img(src: absolute(logo.link), alt: school, width: logo.width * 40 / max(logo.height, 1), height: 40)
        }
      } else {
        p(.look(.school)) { school }
      }
      h1(.look(.heading)) { heading }
      for part in parts { html(of: part) }
      if !footer.isEmpty {
        p(.look(.note)) { for (index, line) in footer.enumerated() { if index > 0 { br() }; line } }
      }
    }
  }

  @HTMLBuilder private func html(of part: Part) -> HTML {
    switch part {
    case .words(let words): p(.look(.words)) { words }
    case .action(let label, let link):
      p(.look(.words)) {
        a(href: absolute(link), button.map { .look(.button, on: $0.text) } ?? .look(.button)) { label }
      }
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
    let end = footer.isEmpty ? [school] : [school, footer.joined(separator: "\n")]
    return ([heading] + body + end).joined(separator: "\n\n") + "\n"
  }

  private func absolute(_ link: Link) -> Link { Link(path: baseAddress + link.text) }
}
