public import Payloads

/// A mail that the school sends: when, with which words, and what may stand in them. The words are the program's until the
/// school writes its own.
public struct MailTemplate: Sendable {
  /// Stands in settings and addresses: `welcome`.
  public let name: String
  public let title: String
  /// When it is sent, as a sentence.
  public let about: String
  /// What may stand in its words, besides `school`.
  public let variables: [MailVariable]
  /// Whether there is one thing to do, with a button.
  public let hasAction: Bool
  /// The program's words.
  public let words: MailWords

  public init(
    _ name: String, _ title: String, about: String, _ variables: [MailVariable], hasAction: Bool = true,
    _ words: MailWords
  ) {
    self.name = name
    self.title = title
    self.about = about
    self.variables = [.school] + variables
    self.hasAction = hasAction
    self.words = words
  }

  /// The words that hold: the school's own, or the program's.
  public func words(in facilities: Facilities) -> MailWords {
    facilities.settings(MailTexts.self).texts.first { $0.template == name }?.words ?? words
  }

  /// What is wrong with words somebody wrote: a variable that this mail does not have, or braces that do not close.
  public func faults(in words: MailWords) -> [FieldError] {
    let fields = [
      ("subject", words.subject.text), ("heading", words.heading.text), ("text", words.text.text),
      ("action", words.action.text), ("note", words.note.text),
    ]
    var faults = fields.flatMap { field, text in
      MailPiece.list(of: text).compactMap { fault(of: $0, at: field) }
    }
    if hasAction, words.action.text.isEmpty {
      faults.append(FieldError(field: "action", code: "missing", message: "is required"))
    }
    return faults
  }

  private func fault(of piece: MailPiece, at field: String) -> FieldError? {
    switch piece {
    case .words(let words) where words.contains("{{") || words.contains("}}"):
      return FieldError(field: field, code: "braces", message: "has braces that do not belong together")
    case .variable(let name) where !variables.contains(where: { $0.name == name }):
      let known = variables.map { "{{ \($0.name) }}" }.joined(separator: ", ")
      return FieldError(
        field: field, code: "unknown_variable", message: "names {{ \(name) }}, which is none of \(known)")
    default: return nil
    }
  }
}

/// A value that stands in a mail.
public struct MailVariable: Sendable, Hashable {
  public let name: String, about: String
  /// What previews and test mails say.
  public let sample: String
  public init(_ name: String, _ about: String, sample: String) {
    self.name = name
    self.about = about
    self.sample = sample
  }

  public static let school = MailVariable("school", "The school's name", sample: "Your school")
  public static let firstName = MailVariable("first_name", "Their first name", sample: "Mia")
  public static let email = MailVariable("email", "Their mail address", sample: "mia@example.org")
}

/// The words of a mail, with `{{ names }}` where values stand. Paragraphs have an empty line between them.
public struct MailWords: Payload, Equatable {
  public let subject: Text<MailSubject>, heading: Text<MailSubject>, text: Text<MailText>
  public let action: Text<MailAction>, note: Text<MailText>

  public static let shape = Shape(
    "MailWords", Self.init(subject:heading:text:action:note:), Field("subject", \.subject),
    Field("heading", \.heading), Field("text", \.text, "Paragraphs, with an empty line between them"),
    Field("action", \.action, "What the button says"), Field("note", \.note, "Said quietly at the end"))

  init(
    subject: Text<MailSubject>, heading: Text<MailSubject>, text: Text<MailText>, action: Text<MailAction>,
    note: Text<MailText>
  ) {
    self.subject = subject
    self.heading = heading
    self.text = text
    self.action = action
    self.note = note
  }

  /// The program's words for one mail.
  public init(
    subject: StaticString, heading: StaticString, text: StaticString, action: StaticString = "", note: StaticString = ""
  ) {
    self.init(
      subject: .known(subject), heading: .known(heading), text: .known(text), action: .known(action), note: .known(note)
    )
  }

  public var paragraphs: [String] {
    text.text.replacing("\r\n", with: "\n").split(separator: "\n\n").map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}

public enum MailSubject: TextRule { public static let length = 1...150 }
public enum MailAction: TextRule { public static let length = 0...60 }
public enum MailText: TextRule {
  public static let length = 0...4000
  public static let isMultiline = true
}

/// What the school's mails say in its own words.
public struct MailTexts: SettingsSection {
  /// The words of one mail.
  public struct Own: Payload, Equatable {
    public let template: String, words: MailWords
    public init(template: String, words: MailWords) {
      self.template = template
      self.words = words
    }
    public static let shape = Shape(
      "MailTextOwn", Self.init(template:words:), Field("template", \.template), Field("words", \.words))
  }
  public var texts: [Own]
  public static let name = "mail_texts"
  public static let standard = MailTexts(texts: [])
  public static let shape = Shape("MailTexts", Self.init(texts:), Field("texts", \.texts))
  public init(texts: [Own]) { self.texts = texts }
}

/// A text of a mail, taken apart at its variables.
enum MailPiece: Equatable {
  case words(String), variable(String)

  static func list(of text: String) -> [MailPiece] {
    var pieces: [MailPiece] = [], rest = text[...]
    while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
      let name = String(rest[start.upperBound..<end.lowerBound]).trimmed
      pieces.append(.words(String(rest[..<start.lowerBound])))
      let isName = !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
      pieces.append(isName ? .variable(name) : .words(String(rest[start.lowerBound..<end.upperBound])))
      rest = rest[end.upperBound...]
    }
    pieces.append(.words(String(rest)))
    return pieces.filter { $0 != .words("") }
  }
}

extension String {
  /// Puts values where their names stand. A value is never read again, so braces in it are only braces.
  public func filled(with values: [String: String]) -> String {
    MailPiece.list(of: self).map { piece in
      switch piece {
      case .words(let words): words
      case .variable(let name): values[name] ?? ""
      }
    }.joined()
  }
}
