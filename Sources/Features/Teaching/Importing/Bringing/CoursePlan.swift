internal import Cryptography
internal import Essentials
internal import EvolvCore
internal import Payloads
internal import SQLStore

// What an import would do, worked out without doing it: the page shows it, and then the same plan is carried out. Parts are
// found by where they came from; one that was written here under the same name is taken for the same. What was changed here
// since it was brought in stays, unless the folder has another text by now; then the folder's takes its place, and the plan
// says so. What is gone from the folder stays too, because learners' progress hangs on it.

/// What becomes of a part of a course.
enum PartOutcome: String, ColumnWord, PayloadChoice, CaseIterable {
  case added, updated, unchanged, gone

  var words: String {
    switch self {
    case .added: "New"
    case .updated: "Changed"
    case .unchanged: "Unchanged"
    case .gone: "Not in the archive"
    }
  }
}

struct PlannedSection: Sendable {
  let source: ImportedSection, title: Text<SectionTitle>, id: ID<CourseSection>
  let known: HeldSection?, outcome: PartOutcome
}

struct PlannedItem: Sendable {
  let source: ImportedItem, title: Text<ItemTitle>, id: ID<CourseItem>, slug: Slug<CourseItem>
  let section: ID<CourseSection>, content: ItemContent
  let known: HeldItem?, outcome: PartOutcome, note: String?
  /// Of what the folder has.
  let digest: String
}

struct PlannedFile: Sendable {
  let key: String, file: CourseFile, known: HeldFile?, outcome: PartOutcome
}

/// Everything that an import would do to a course.
struct CoursePlan: Sendable {
  let source: ImportedCourse
  let id: ID<Course>, slug: Slug<Course>
  /// nil for a course that is to be made.
  let known: CourseHoldings?
  var sections: [PlannedSection] = [], items: [PlannedItem] = [], files: [PlannedFile] = []
  var films: [PlannedFilm] = []
  var gone: [HeldItem] = []
  /// When items open that are new.
  var conditions: [ID<CourseItem>: ItemCondition] = [:]
  /// Courses to finish first, of a new one.
  var prerequisites: [ID<Course>] = []
  /// What of a manifest could not be taken.
  var faults: [ReportLine] = []

  var isNew: Bool { known == nil }
  func count(_ outcome: PartOutcome) -> Int {
    outcome == .gone ? gone.count : items.count { $0.outcome == outcome }
  }
  /// Whether carrying it out changes anything.
  var hasEffect: Bool {
    isNew || sections.contains { $0.outcome != .unchanged } || items.contains { $0.outcome != .unchanged }
      || files.contains { $0.outcome != .unchanged } || order.isOther
  }

  /// The sections and their items as they shall stand.
  var order: CourseArrangement { CourseArrangement(self) }
}

extension CourseHoldings {
  /// A part that came from `key`, or was written here under the same name.
  func section(from key: String, titled title: String) -> HeldSection? {
    sections.first { $0.key == key } ?? sections.first { $0.key == nil && $0.section.title == title }
  }
  func item(from item: ImportedItem) -> HeldItem? {
    items.first { $0.key == item.key }
      ?? items.first { $0.key == nil && $0.item.slug.text == item.slug && $0.item.kind == item.content.kind }
  }
}

extension ImportedContent {
  var kind: ItemKind {
    switch self {
    case .lesson: .lesson
    case .video: .video
    case .material: .material
    }
  }
}

extension ItemContent {
  /// What its author gave, without what was made of it.
  fileprivate var essence: String {
    switch self {
    case .lesson(let text): text.markdown
    case .video(let video):
      // How long a film of our own lasts is found out when it is made ready.
      [
        video.address, video.description, "\(video.mediaID == nil ? video.durationSeconds ?? 0 : 0)",
        "\(video.requiresCode)",
      ].joined(separator: "\u{1F}")
    case .material(let material):
      [
        material.link ?? material.file?.sha256 ?? "", material.file?.name ?? "", material.description,
        "\(material.isDownloadable)",
      ].joined(separator: "\u{1F}")
    }
  }

  /// The same for equal contents under equal titles in equal places.
  func digest(titled title: String, in place: String) -> String {
    Hex.text(SHA256.digest(of: [kind.rawValue, title, place, essence].joined(separator: "\u{1E}")))
  }
}

extension HeldItem {
  /// Of how it stands now, to know later whether somebody changed it.
  func digest(in place: String) -> String { content.digest(titled: item.title, in: place) }
}
