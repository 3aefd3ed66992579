internal import Accounts
internal import Documents
internal import Essentials
internal import EvolvCore
internal import FileStorage
internal import Payloads
internal import SQLStore

// A course as an archive: its texts as they were written, under the paths they came from, so that what they name is found
// again; its files as they are; and a manifest with everything else. No people: neither who teaches nor who learns.

/// What goes into the archive of a course, and under which names.
struct CourseWriting: Sendable {
  let manifest: CourseManifest
  let texts: [(path: String, text: String)]
  let files: [(path: String, file: CourseFile)]
  let films: [(path: String, media: MediaRecord)]
  /// What an archive has no room for, in words.
  let leftOut: [String]

  init(_ course: CourseHoldings, _ terms: HeldTerms, _ held: HeldFilms) {
    var paths = ArchivePaths()
    files = course.files.map { held in
      (paths.path(held.key, else: "files/\(held.file.sha256.prefix(8))-\(held.file.name.safeName)"), held.file)
    }
    let byID = Dictionary(files.map { ($0.file.id, $0.path) }) { first, _ in first }
    var texts: [(path: String, text: String)] = [], keys: [ID<CourseItem>: String] = [:]
    var films = FilmPacking(held, room: CourseArchive.roomForFilms(beside: course))
    var sections = course.sections.map { held in
      let folder = "\(held.section.position.padded(2))-\(held.section.title.safeName.lowercased())"
      let items = course.items(of: held.section.id).map { item -> CourseManifest.Item in
        let name = "\(folder)/\(item.item.position.padded(2))-\(item.item.slug.text)"
        var entry = CourseManifest.Item(
          key: item.key ?? name, title: item.item.title, slug: item.item.slug.text, isPreview: item.item.isPreview)
        switch item.content {
        case .lesson(let text):
          let path = paths.path(item.key, else: name + ".md")
          entry.key = path
          entry.lesson = path
          texts.append((path, text.markdown))
        case .video(let video):
          let film = video.mediaID.flatMap { films.pack($0, of: item.item.title) { paths.path(nil, else: $0) } }
          entry.video = CourseManifest.Video(video, film)
        case .material(let material):
          entry.material = CourseManifest.Material(material, at: material.file.flatMap { byID[$0.id] })
        }
        keys[item.item.id] = entry.key
        return entry
      }
      return CourseManifest.Section(
        key: held.key ?? folder, title: held.section.title,
        description: held.section.description.isEmpty ? nil : held.section.description, items: items)
    }
    Self.place(terms.conditions, in: &sections, of: course, keys)
    leftOut = films.leftOut
    self.films = films.files
    self.texts = texts + films.texts
    manifest = CourseManifest(course, cover: course.course.coverID.flatMap { byID[$0] }, terms, sections)
  }

  /// When each item opens, now that all have their keys.
  private static func place(
    _ conditions: [ID<CourseItem>: ItemCondition], in sections: inout [CourseManifest.Section],
    of course: CourseHoldings, _ keys: [ID<CourseItem>: String]
  ) {
    for (place, held) in course.sections.enumerated() {
      for (index, item) in course.items(of: held.section.id).enumerated() {
        sections[place].items[index].opens = conditions[item.item.id].flatMap { CourseManifest.Opening($0, keys) }
      }
    }
  }
}

/// Names inside an archive, each given once.
private struct ArchivePaths {
  private var taken: Set<String> = ["course.json"]

  /// The path that something came from, if it is a harmless one that is free.
  mutating func path(_ key: String?, else other: String) -> String {
    if let key, key.isHarmlessPath, taken.insert(key).inserted { return key }
    var path = other, number = 2
    while !taken.insert(path).inserted {
      path = "\(number)-\(other)"
      number += 1
    }
    return path
  }
}

extension String {
  /// Letters and digits of a name, for a path.
  var safeName: String {
    let kept = map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" }
    let name = String(kept.prefix(60)).split(separator: "-").joined(separator: "-")
    return name.isEmpty || name.hasPrefix(".") ? "part" + name : name
  }
  fileprivate var isHarmlessPath: Bool {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return !isEmpty && utf8.count <= 900 && parts.count <= 16
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && $0.utf8.count <= 200 && !$0.contains("\\") }
  }
}

extension CourseManifest {
  fileprivate init(_ course: CourseHoldings, cover: String?, _ terms: HeldTerms, _ sections: [Section]) {
    self.init(
      title: course.course.title, source: course.sourceKey ?? course.course.slug.text,
      details: Details(course, cover: cover, terms), sections: sections)
  }
}

extension CourseManifest.Details {
  fileprivate init(_ holdings: CourseHoldings, cover: String?, _ terms: HeldTerms) {
    let course = holdings.course
    self.init(
      shortDescription: course.shortDescription, description: holdings.description, level: course.level.rawValue,
      language: course.language.text, durationMinutes: course.durationMinutes, price: course.price.minorUnits,
      enrollment: course.enrollmentMode.rawValue, maxStudents: course.maxStudents, category: holdings.category?.text,
      cover: cover, terms: CourseManifest.Terms(terms))
  }
}

extension CourseManifest.Terms {
  /// nil where nothing was said.
  fileprivate init?(_ terms: HeldTerms) {
    if terms.accessDays == nil, terms.offerHours == nil, terms.prerequisites.isEmpty { return nil }
    self.init(
      accessDays: terms.accessDays, offerHours: terms.offerHours,
      prerequisites: terms.prerequisites.isEmpty ? nil : terms.prerequisites)
  }
}

extension CourseManifest.Opening {
  fileprivate init?(_ condition: ItemCondition, _ keys: [ID<CourseItem>: String]) {
    if condition.isEmpty { return nil }
    self.init(
      after: condition.afterItem.flatMap { keys[$0] }, at: condition.opensAt?.text, days: condition.daysAfter)
  }
}

extension CourseArchive {
  /// What films may take beside texts and files, with some for names and the manifest.
  fileprivate static func roomForFilms(beside course: CourseHoldings) -> Int {
    let texts = course.items.reduce(0) { sum, item in
      if case .lesson(let text) = item.content { sum + text.markdown.utf8.count } else { sum }
    }
    return most - texts - course.files.reduce(0) { $0 + $1.file.size } - 16 << 20
  }
}

extension CourseManifest.Video {
  fileprivate init(_ video: Video, _ film: CourseManifest.Film?) {
    self.init(
      address: video.address, description: video.description, durationSeconds: video.durationSeconds,
      requiresCode: video.requiresCode, film: film)
  }
}

extension CourseManifest.Material {
  fileprivate init(_ material: Material, at path: String?) {
    self.init(
      description: material.description, link: material.link, file: path, name: material.file?.name,
      isDownloadable: material.isDownloadable)
  }
}

extension CourseHoldings {
  /// Writes the archive to a path of this machine. Answers what it lacks, in words: nothing is left out unsaid.
  func write(to path: String, from db: Database, _ facilities: Facilities) async throws -> [String] {
    let terms = try await db.heldTerms(of: course.id), films = try await db.heldFilms(of: self)
    let writing = CourseWriting(self, terms, films)
    var leftOut = writing.leftOut, sources: [(path: String, source: String, isPacked: Bool)] = []
    let wanted =
      writing.files.map { ($0.path, $0.file.sha256, $0.file.name, false) }
      + writing.films.map { ($0.path, $0.media.sha256, $0.media.name, true) }
    for (path, sha256, name, isPacked) in wanted {
      guard let digest = FileDigest(pathText: sha256),
        case .local(let source, _)? = try await facilities.files.location(of: digest)
      else {
        leftOut.append("\(name), which is not kept any more")
        continue
      }
      sources.append((path, source, isPacked))
    }
    try await facilities.files.work { [sources] in
      let archive = try ZipWriter(path: path)
      try archive.add("course.json", try writing.manifest.text)
      for (path, text) in writing.texts { try archive.add(path, Array(text.utf8)) }
      for (path, source, isPacked) in sources { try archive.add(path, copyOf: source, isPacked: isPacked) }
      try archive.finish()
    }
    return leftOut
  }
}
