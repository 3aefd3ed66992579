internal import Markup

/// How a field is answered.
public enum Control: Sendable {
  case text, email, password, search, url, tel, date, time, dateTime, color
  case number(min: Int? = nil, max: Int? = nil, step: Double? = nil)
  case area(rows: Int = 5)
  case select([Choice])
  case file(accept: String? = nil, multiple: Bool = false)

  var kind: InputKind {
    switch self {
    case .email: .email
    case .password: .password
    case .search: .search
    case .url: .url
    case .tel: .tel
    case .date: .date
    case .time: .time
    case .dateTime: .dateTime
    case .color: .color
    case .number: .number
    case .file: .file
    case .text, .area, .select: .text
    }
  }

  /// An answer of known length gets a box of that length.
  var widthClass: String? {
    switch self {
    case .number, .time, .color: "field-short"
    case .date, .dateTime: "field-medium"
    default: nil
    }
  }

  /// It grows with what is written; this is how it starts.
  static func areaClass(_ rows: Int) -> Attribute {
    .classes("control", rows >= 12 ? "area-page" : rows >= 5 ? "area-tall" : nil)
  }

  var attributes: [Attribute] {
    switch self {
    case .number(let least, let most, let step):
      [
        least.map { .min(String($0)) }, most.map { .max(String($0)) }, step.map { .step($0.short) },
        .inputMode(step == nil ? .numeric : .decimal),
      ].compactMap(\.self)
    case .email, .url: [.noSpelling]
    case .text, .search: [.ownDirection]
    default: []
    }
  }
}

/// One of several answers.
public struct Choice: Sendable {
  public let value: String
  public let label: String
  public let help: String?

  public init(_ value: String, _ label: String, help: String? = nil) {
    self.value = value
    self.label = label
    self.help = help
  }
}
