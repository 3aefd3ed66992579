internal import EvolvCore
internal import EvolvDesign

// What courses are called on pages.

extension Level {
  var words: String {
    switch self {
    case .beginner: "Beginner"
    case .intermediate: "Intermediate"
    case .advanced: "Advanced"
    }
  }
}

extension CourseStatus {
  var words: String {
    switch self {
    case .draft: "Draft"
    case .submitted: "In review"
    case .published: "Published"
    case .rejected: "Sent back"
    case .archived: "Archived"
    }
  }
  var badge: Badge {
    switch self {
    case .draft: Badge(words)
    case .submitted: Badge(words, .info, icon: .clock)
    case .published: Badge(words, .good, icon: .check)
    case .rejected: Badge(words, .warn, icon: .undo)
    case .archived: Badge(words, icon: .folder)
    }
  }
}

extension EnrollmentMode {
  var words: String {
    switch self {
    case .free: "Open to everyone"
    case .code: "With an access code"
    case .staff: "By invitation of the school"
    }
  }
}

extension ItemKind {
  var words: String {
    switch self {
    case .lesson: "Lesson"
    case .video: "Video"
    case .material: "Material"
    }
  }
  var mark: Icon {
    switch self {
    case .lesson: .note
    case .video: .film
    case .material: .file
    }
  }
}

extension CourseBrief {
  var priceWords: String { isFree ? "Free" : price.words }
  var lessonWords: String { itemCount == lessonCount ? lessonCount.counted("lesson") : itemCount.counted("part") }
  var durationWords: String? { durationMinutes?.asDuration }
  /// The facts that cards show.
  var facts: [MediaCard.Meta] {
    let given = [
      MediaCard.Meta(lessonWords, .book), durationWords.map { MediaCard.Meta($0, .clock) },
      MediaCard.Meta(level.words, .chart),
    ]
    return given.compactMap(\.self)
  }
}

extension Money {
  /// `$49` where cents are none, `€49.50`, else `49.00 CHF`.
  var words: String {
    let amount = minorUnits % 100 == 0 ? String(minorUnits / 100) : decimal
    return switch currency {
    case "USD": "$\(amount)"
    case "EUR": "€\(amount)"
    case "GBP": "£\(amount)"
    default: "\(amount) \(currency)"
    }
  }
}

extension Int {
  /// `1 lesson`, `12 lessons`.
  func counted(_ one: String, _ many: String? = nil) -> String {
    self == 1 ? "1 \(one)" : "\(self) \(many ?? one + "s")"
  }
  /// Minutes as `45 min`, `3 h`, `2 h 10 min`.
  var asDuration: String {
    let (hours, minutes) = quotientAndRemainder(dividingBy: 60)
    if hours == 0 { return "\(minutes) min" }
    return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min"
  }
}

extension LanguageTag {
  /// What forms offer.
  static var choices: [Choice] { offered.map { Choice($0.key, $0.value) } }
}
