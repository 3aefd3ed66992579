internal import Essentials
internal import EvolvCore
internal import Foundation
internal import Payloads
internal import SQLStore

/// What an import changed, as it was before, and a mark of how it stood after; kept with the import for whoever takes it
/// back.
struct CourseBefore: Codable {
  var items: [Item] = [], sections: [Section] = [], files: [File] = []
  /// Where everything stood, by id.
  var places: [String: Int] = [:]
  /// The ids of films that came with the import.
  var films: [String]?

  struct Item: Codable {
    let id: String, title: String
    /// Of what the import left there.
    let mark: String
    /// nil for what came with the import.
    var before: Text?
  }
  struct Text: Codable {
    let section: String, title: String, sourceKey: String?, sourceDigest: String?
    var lesson: Lesson?
    var video: Video?
    var material: Material?
  }
  struct Lesson: Codable { let markdown: String, html: String, headings: [Heading], words: Int }
  struct Heading: Codable { let level: Int, id: String, text: String }
  struct Video: Codable {
    let description: String, type: String, address: String, youtubeID: String?, seconds: Int?, requiresCode: Bool
  }
  struct Material: Codable { let description: String, link: String?, file: String?, isDownloadable: Bool }
  struct Section: Codable {
    let id: String, title: String, mark: String
    /// nil for one that came with the import.
    var before: Name?
  }
  struct Name: Codable { let title: String, sourceKey: String? }
  struct File: Codable {
    let id: String, mark: String
    var before: Facts?
  }
  struct Facts: Codable {
    let name: String, sha256: String, contentType: String, size: Int, width: Int?, height: Int?
  }

  init(_ plan: CoursePlan) {
    for item in plan.items where item.outcome != .unchanged {
      let mark = item.content.digest(titled: item.title.text, in: item.section.text)
      items.append(Item(id: item.id.text, title: item.title.text, mark: mark, before: item.known.map { Text($0) }))
    }
    for section in plan.sections where section.outcome != .unchanged {
      let before = section.known.map { Name(title: $0.section.title, sourceKey: $0.key) }
      sections.append(
        Section(id: section.id.text, title: section.title.text, mark: section.title.text, before: before))
    }
    for file in plan.files where file.outcome != .unchanged {
      files.append(File(id: file.file.id.text, mark: file.file.sha256, before: file.known.map { Facts($0.file) }))
    }
    films = plan.films.map(\.id.text)
    for held in plan.known?.sections ?? [] { places[held.section.id.text] = held.section.position }
    for held in plan.known?.items ?? [] { places[held.item.id.text] = held.item.position }
  }

  var json: JSONText {
    get throws { JSONText(String(decoding: try JSONEncoder().encode(self), as: UTF8.self)) }
  }
  init(json: JSONText) throws { self = try JSONDecoder().decode(CourseBefore.self, from: Data(json.text.utf8)) }

  var filmIDs: [ID<MediaFile>] { (films ?? []).compactMap { ID(pathText: $0) } }
  /// The digests of files that only this remembers.
  var digests: [String] { files.compactMap { $0.before?.sha256 } }
}

extension CourseBefore.Text {
  fileprivate init(_ held: HeldItem) {
    self.init(
      section: held.item.sectionID.text, title: held.item.title, sourceKey: held.key, sourceDigest: held.sourceDigest)
    switch held.content {
    case .lesson(let text):
      let headings = text.headings.map { CourseBefore.Heading(level: $0.level, id: $0.id, text: $0.text) }
      lesson = CourseBefore.Lesson(
        markdown: text.markdown, html: text.html, headings: headings, words: text.wordCount)
    case .video(let film):
      video = CourseBefore.Video(
        description: film.description, type: film.type.rawValue, address: film.address, youtubeID: film.youtubeID,
        seconds: film.durationSeconds, requiresCode: film.requiresCode)
    case .material(let thing):
      material = CourseBefore.Material(
        description: thing.description, link: thing.link, file: thing.file?.id.text,
        isDownloadable: thing.isDownloadable)
    }
  }

  /// What stood in it; a material's file is one of `files`.
  func content(_ files: [String: CourseFile]) -> ItemContent? {
    if let lesson {
      let headings = lesson.headings.map { LessonHeading(level: $0.level, id: $0.id, text: $0.text) }
      return .lesson(
        LessonText(markdown: lesson.markdown, html: lesson.html, headings: headings, wordCount: lesson.words))
    }
    if let video, let type = VideoType(rawValue: video.type) {
      return .video(
        Video(
          description: video.description, type: type, address: video.address, youtubeID: video.youtubeID,
          durationSeconds: video.seconds, requiresCode: video.requiresCode))
    }
    guard let material else { return nil }
    let file = material.file.flatMap { files[$0] }
    guard let source = material.link.map(Material.Source.link) ?? file.map(Material.Source.file) else { return nil }
    return .material(
      Material(
        description: material.description, source: source, downloadCount: 0, isDownloadable: material.isDownloadable))
  }
}

extension CourseBefore.Facts {
  fileprivate init(_ file: CourseFile) {
    self.init(
      name: file.name, sha256: file.sha256, contentType: file.contentType, size: file.size, width: file.width,
      height: file.height)
  }
}
