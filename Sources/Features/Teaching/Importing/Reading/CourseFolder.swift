internal import Documents
internal import Essentials
internal import EvolvCore
internal import Foundation
internal import Markup

/// Reads a folder of Markdown as a course: sections from folders, lessons from files, images beside them.
public enum CourseFolder {
  /// The largest file of Markdown that is taken.
  public static let lessonBytes = 2 << 20
  /// The largest image that is taken.
  public static let imageBytes = 20 << 20
  /// All lessons together are read into the memory.
  static let textBytes = 16 << 20

  /// Reads the folder; `order` names folders and files, what it leaves out follows in natural order.
  public static func read(_ path: String, order: [String] = []) throws -> ImportedCourse {
    try read(path, order: order, named: URL(fileURLWithPath: path).lastPathComponent)
  }

  /// The same of a folder whose own name says nothing.
  static func read(_ path: String, order: [String] = [], named name: String) throws -> ImportedCourse {
    let listing = try FolderListing(path)
    var reading = CourseReading(order: CourseOrder(order), report: listing.report)
    try reading.readManifests(listing.files)
    for file in listing.files { try reading.take(file) }
    return try reading.course(named: name)
  }
}

/// What has been read so far.
struct CourseReading {
  var order: CourseOrder
  var report: [ReportLine]
  private var drafts: [LessonDraft] = []
  private var images: [ImportedImage] = []
  private var files: [ImportedFile] = []
  /// Films, and their captions.
  private var films: [ImportedFile] = []
  private var textBytes = 0
  /// What the manifest wants beside lessons.
  private var wanted: Set<String> = []
  private var wantedFilms: Set<String> = []
  /// The lessons that the manifest lists, which may be empty.
  private var listed: Set<String> = []

  init(order: CourseOrder, report: [ReportLine]) {
    self.order = order
    self.report = report
  }

  mutating func readManifests(_ files: [FolderListing.File]) throws {
    for file in files where CourseOrder.manifests.contains(file.key) {
      guard file.byteCount <= CourseFolder.lessonBytes, let text = DecodedText(try bytes(of: file))?.text else {
        throw CourseFolderRefusal.brokenManifest(file.key)
      }
      try order.read(file.key, text: text)
      report.append(ReportLine(.taken, file.key, "manifest", because: "It gives the order of the course."))
    }
    wanted = order.manifest?.filePaths ?? []
    let films = (order.manifest?.films ?? [:]).values
    wantedFilms = Set(films.map(\.file) + films.flatMap { $0.captions ?? [] }.map(\.file))
    listed = Set((order.manifest?.sections ?? []).flatMap(\.items).compactMap(\.lesson))
  }

  mutating func take(_ file: FolderListing.File) throws {
    if CourseOrder.manifests.contains(file.key) { return }
    switch file.key.ending {
    case _ where listed.contains(file.key): try takeLesson(file)
    case _ where wantedFilms.contains(file.key): films.append(ImportedFile(key: file.key, path: file.path))
    case _ where wanted.contains(file.key) && !Self.isImage(file.key):
      files.append(ImportedFile(key: file.key, path: file.path))
    case _ where Self.isAboutTheFolder(file.key):
      report.append(ReportLine(.dropped, file.key, "file", because: "It is about the folder and no lesson."))
    case "md", "markdown": try takeLesson(file)
    case _ where Self.isImage(file.key): try takeImage(file)
    case "svg": drop(file, "Drawings in SVG can contain scripts.")
    default: drop(file, "It is neither a lesson in Markdown nor an image.")
    }
  }

  private mutating func takeLesson(_ file: FolderListing.File) throws {
    guard file.byteCount <= CourseFolder.lessonBytes else { return drop(file, "It is larger than 2 MB.") }
    textBytes += file.byteCount
    guard textBytes <= CourseFolder.textBytes else {
      throw CourseFolderRefusal.tooMuchText(limit: CourseFolder.textBytes)
    }
    guard let decoded = DecodedText(try bytes(of: file)) else { return drop(file, "It is no text.") }
    if let note = decoded.note { report.append(ReportLine(.changed, file.key, "encoding", because: note)) }
    guard listed.contains(file.key) || decoded.text.contains(where: { !$0.isWhitespace }) else {
      return drop(file, "It is empty.")
    }
    drafts.append(LessonDraft(key: file.key, markdown: decoded.text))
  }

  private mutating func takeImage(_ file: FolderListing.File) throws {
    guard file.byteCount <= CourseFolder.imageBytes else { return drop(file, "It is larger than 20 MB.") }
    guard let header = ImageHeader(try bytes(of: file, most: 1 << 20)) else {
      return drop(file, "Its content is no image of a type that browsers show.")
    }
    images.append(
      ImportedImage(
        key: file.key, path: file.path, type: header.type, byteCount: file.byteCount, width: header.width,
        height: header.height))
  }

  /// Puts everything in its place.
  mutating func course(named folder: String) throws -> ImportedCourse {
    guard !drafts.isEmpty || order.manifest?.sections?.isEmpty == false else { throw CourseFolderRefusal.noLessons }
    let title = order.title ?? FileTitles.title(of: folder)
    let source = order.manifest?.source ?? title
    let slug = Slug<ImportedCourse>.made(of: source, fallback: "course").text
    let titles = LessonTitles(drafts, order: order)
    var links = CourseLinks(
      course: slug,
      lessons: titles.drafts.map { CourseLinks.Lesson(key: $0.key, title: $0.title, anchor: $0.page.anchor) },
      images: images.map(\.key))
    links.findHome(in: titles.drafts.flatMap { $0.page.links.map(\.address) })
    let builder = CourseBuilder(drafts: titles.drafts, images: images, files: files + films, links: links, order: order)
    report += builder.report
    return ImportedCourse(
      title: title, slug: slug, sections: builder.sections, images: images, files: files,
      films: films, filmFacts: order.manifest?.films ?? [:], details: order.manifest?.details, links: links,
      report: report.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) })
  }

  private mutating func drop(_ file: FolderListing.File, _ why: String) {
    report.append(ReportLine(.dropped, file.key, "file", because: why))
  }

  private func bytes(of file: FolderListing.File, most: Int = CourseFolder.lessonBytes) throws -> [UInt8] {
    let reader = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.path))
    defer { reader.closeFile() }
    return [UInt8](try reader.read(upToCount: most) ?? Data())
  }

  private static func isImage(_ key: String) -> Bool {
    ["png", "jpg", "jpeg", "gif", "webp", "jfif"].contains(key.ending)
  }

  private static func isAboutTheFolder(_ key: String) -> Bool {
    let names = ["license", "licence", "readme", "contributing", "changelog", "code-of-conduct", "security", "authors"]
    return ["md", "markdown", "txt", ""].contains(key.ending) && names.contains(key.stem.loose)
  }
}
