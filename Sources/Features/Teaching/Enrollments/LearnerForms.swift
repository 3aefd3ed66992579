internal import Essentials
internal import EvolvCore
internal import Payloads

/// How learners are doing, to find those who need somebody.
enum LearnerPace: String, PayloadChoice, CaseIterable {
  case notStarted = "not_started", idle, ending

  var words: String {
    switch self {
    case .notStarted: "Not started"
    case .idle: "Not seen for 14 days"
    case .ending: "Access ends within 14 days"
    }
  }
}

/// What the list of a course's learners is asked for.
struct LearnersFilter: Payload {
  var q: String?, status: EnrollmentStatus?, pace: LearnerPace?, page: Number<PageNumber>?
  static let shape = Shape(
    "LearnersFilter", Self.init, Field("q", \.q), Field("status", \.status), Field("pace", \.pace),
    Field("page", \.page))
  var isEmpty: Bool { q == nil && status == nil && pace == nil }
}

/// The chosen learners and what to do with them.
struct LearnersChoice: Payload {
  enum Action: String, PayloadChoice { case complete, extend, drop }
  let action: Action, selected: [ID<Person>], all: String?
  static let shape = Shape(
    "LearnersChoice", Self.init, Field("action", \.action), Field("selected", \.selected), Field("all", \.all))
}

enum AddressList: TextRule {
  static let length = 0...20_000
  static let isMultiline = true
}
enum EndReason: TextRule {
  static let length = 0...1000
  static let isMultiline = true
}
enum ExtraDays: NumberRule { static let range = 1...3650 }
enum OfferHours: NumberRule { static let range = 1...720 }

/// Addresses that were pasted, and people that were chosen.
struct EnrollForm: Payload {
  let addresses: Text<AddressList>?, selected: [ID<Person>], waits: Bool
  static let shape = Shape(
    "EnrollForm", Self.init, Field("addresses", \.addresses), Field("selected", \.selected), Field("waits", \.waits))

  /// Mail addresses between spaces, commas, semicolons, brackets and line breaks, as mail programs copy them.
  static func addresses(in text: String) -> [String] {
    var seen: Set<String> = []
    return text.split { $0.isWhitespace || ",;<>\"()".contains($0) }.map { $0.lowercased() }.filter {
      $0.contains("@") && seen.insert($0).inserted
    }
  }
}

/// What the staff decides about one learner.
struct LearnerForm: Payload {
  enum Step: String, PayloadChoice { case complete, extend, unlimited, drop, enroll }
  let step: Step, days: Number<ExtraDays>?, reason: Text<EndReason>?
  static let shape = Shape(
    "LearnerForm", Self.init, Field("step", \.step), Field("days", \.days), Field("reason", \.reason))
}

/// Which people can be enrolled.
struct EnrollSearch: Payload {
  let q: String?
  static let shape = Shape("EnrollSearch", Self.init, Field("q", \.q))
}
