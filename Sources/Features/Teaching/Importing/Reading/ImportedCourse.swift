public import Markup

// A course as a folder of Markdown holds it, read and understood but not yet stored. Keys are paths inside the
// folder, so a second import of the same folder finds what the first one made.

/// A course read from a folder.
public struct ImportedCourse: Sendable {
  public let title: String
  public let slug: String
  public let sections: [ImportedSection]
  public let images: [ImportedImage]
  /// Files that are no pictures: only those that a manifest names.
  let files: [ImportedFile]
  /// Films that a manifest names, and their captions.
  let films: [ImportedFile], filmFacts: [String: CourseManifest.Film]
  /// What a manifest says of the course beside its title.
  let details: CourseManifest.Details?
  /// How the texts of this course name each other and their images.
  public let links: CourseLinks
  /// What was taken, changed, dropped and not found, file by file.
  public let report: [ReportLine]

  /// Every lesson in the order of the course.
  public var lessons: [ImportedLesson] { sections.flatMap(\.lessons) }

  /// Prints a lesson, with the addresses that the site gives to lessons and images.
  public func page(
    of lesson: ImportedLesson, address: @escaping @Sendable (CourseTarget) -> RewrittenURL
  ) -> RenderedMarkdown {
    links.page(of: lesson.markdown, key: lesson.key, title: lesson.title, address: address)
  }
}

/// The lessons of one folder.
public struct ImportedSection: Sendable {
  /// The folder's path; empty for the course's own folder.
  public let key: String
  public let title: String
  let about: String
  let items: [ImportedItem]
  public var lessons: [ImportedLesson] {
    items.compactMap { if case .lesson(let lesson) = $0.content { lesson } else { nil } }
  }
}

/// Anything that stands in a section.
struct ImportedItem: Sendable {
  let key: String, title: String
  /// The only one in the course.
  let slug: String
  let isPreview: Bool
  let content: ImportedContent
  let opens: CourseManifest.Opening?
}

/// What stands in an item.
enum ImportedContent: Sendable {
  case lesson(ImportedLesson)
  case video(CourseManifest.Video)
  case material(CourseManifest.Material)
}

/// A file that somebody may take along.
struct ImportedFile: Sendable, Equatable {
  let key: String
  /// Where the file lies now.
  let path: String
}

/// One file of Markdown.
public struct ImportedLesson: Sendable {
  public let key: String
  public let title: String
  /// Readable, and the only one in the course.
  public let slug: String
  /// From 1, within the section.
  public let position: Int
  /// The text as UTF-8, addresses as they were written.
  public let markdown: String
  /// The keys of the images it shows.
  public let images: [String]
  /// The keys of the lessons it leads to.
  public let lessons: [String]
  public let words: Int
  public let minutes: Int
}

/// One image of the folder.
public struct ImportedImage: Sendable, Equatable {
  public let key: String
  /// Where the file lies now.
  public let path: String
  public let type: ImageType
  public let byteCount: Int
  public let width: Int
  public let height: Int
}

/// One line of what an import did.
public struct ReportLine: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable { case taken, changed, dropped, missing }
  public let file: String
  public let line: Int?
  public let kind: Kind
  public let what: String
  public let why: String

  init(_ kind: Kind, _ file: String, line: Int? = nil, _ what: String, because why: String) {
    self.kind = kind
    self.file = file
    self.line = line
    self.what = what
    self.why = why
  }
}

/// Why a folder cannot be read as a course.
public enum CourseFolderRefusal: Error, Equatable, CustomStringConvertible {
  case notAFolder(String)
  case tooManyFiles(limit: Int)
  case tooManyBytes(limit: Int)
  case tooMuchText(limit: Int)
  case noLessons
  case brokenManifest(String)

  public var description: String {
    switch self {
    case .notAFolder(let path): "\(path) is no folder"
    case .tooManyFiles(let limit): "has more than \(limit) files"
    case .tooManyBytes(let limit): "has more than \(limit >> 20) MB"
    case .tooMuchText(let limit): "has more than \(limit >> 20) MB of lessons"
    case .noLessons: "has no lessons: at least one file that ends in .md and is not empty"
    case .brokenManifest(let name): "has a file \(name) that cannot be read"
    }
  }
}
