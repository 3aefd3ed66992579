internal import Essentials
internal import EvolvCore
public import Markup

// What an address in a lesson means inside its course. Courses are written for another home: their images are loaded
// from a copy of the repository, their links lead to the old site. What can be told to be part of the course is found
// by its path, tolerant of case, of `-` for `_` and of folders that were moved; what cannot be told stays as it is
// and is reported.

/// A lesson or an image of a course.
public enum CourseTarget: Sendable, Hashable {
  /// The anchor is the id in the printed lesson.
  case lesson(String, anchor: String?)
  case image(String)
}

/// What an address turned out to be.
public enum CourseAddress: Sendable, Equatable {
  case inside(CourseTarget, note: String?)
  case outside
  /// It seems to be part of the course and is not there.
  case missing(why: String)
}

/// The lessons and images of a course, and how to find them by address.
public struct CourseLinks: Sendable {
  /// A lesson as links know it.
  public struct Lesson: Sendable {
    public let key: String
    public let title: String
    let anchor: @Sendable (String) -> String?

    /// `anchor` gives the printed id of a place in the lesson; without it every name counts as there.
    public init(
      key: String, title: String, anchor: @escaping @Sendable (String) -> String? = { MarkupOptions().idPrefix + $0 }
    ) {
      self.key = key
      self.title = title
      self.anchor = anchor
    }
  }

  /// The site that the course was written for, whose lesson links lead into this course.
  public private(set) var home: String?
  private let lessons: [String: Lesson]
  private let paths: PathIndex
  private let images: PathIndex
  private var names: [String: [String]] = [:]

  public init(course: String, lessons: [Lesson], images: [String], home: String? = nil) {
    self.lessons = Dictionary(lessons.map { ($0.key, $0) }) { first, _ in first }
    self.images = PathIndex(images)
    self.home = home
    paths = PathIndex(lessons.map(\.key))
    prefix = course.squashed
    for lesson in lessons {
      for name in Set([lesson.title.squashed, lesson.key.stem.squashed, lesson.key.stem.withoutKind.squashed]) {
        names[name, default: []].append(lesson.key)
      }
    }
  }
  private let prefix: String

  /// Finds the home among all the addresses of a course: the site whose lesson links name our lessons most often.
  mutating func findHome(in addresses: [String]) {
    var counts: [String: Int] = [:]
    for address in addresses {
      guard let web = LinkParts(address), let host = web.host, let slug = web.lessonSlug else { continue }
      if lesson(named: slug, from: "") != nil { counts[host, default: 0] += 1 }
    }
    home = counts.filter { $0.value >= 2 }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// What an address in the lesson `key` means.
  public func meaning(of address: String, as kind: URLKind, in key: String) -> CourseAddress {
    guard let parts = LinkParts(address), !parts.path.isEmpty else { return .outside }
    let isImage = kind == .image || parts.isImage
    guard let host = parts.host else { return isImage ? localImage(parts, in: key) : localLesson(parts, in: key) }
    return isImage ? copiedImage(parts, in: key) : webLesson(parts, host: host, in: key)
  }

  /// Prints a lesson's text, with the addresses that the site gives to lessons and images.
  public func page(
    of markdown: String, key: String, title: String, address: @escaping @Sendable (CourseTarget) -> RewrittenURL
  ) -> RenderedMarkdown {
    var options = MarkupOptions { kind, written in
      switch meaning(of: written, as: kind, in: key) {
      case .inside(let target, _): address(target)
      case .outside: .unchanged
      case .missing(let why): LinkParts(written)?.host == nil ? .dropped(because: why) : .unchanged
      }
    }
    options.titleShownAbove = title
    return Markdown(markdown).render(options)
  }
}

extension CourseLinks {
  private func localImage(_ parts: LinkParts, in key: String) -> CourseAddress {
    let path = parts.resolved(in: key)
    if let found = images.exact(path) { return .inside(.image(found), note: nil) }
    guard let found = images.nearest(to: path, for: key, least: (1, 1)) else {
      return .missing(why: "The folder has no such image.")
    }
    return .inside(.image(found), note: "It was found as \(found).")
  }

  /// A copy on another site is the same image when at least folder and file agree.
  private func copiedImage(_ parts: LinkParts, in key: String) -> CourseAddress {
    guard let found = images.nearest(to: parts.path, for: key, least: (2, 3)) else { return .outside }
    return .inside(.image(found), note: "The copy on another site was replaced by \(found).")
  }

  private func localLesson(_ parts: LinkParts, in key: String) -> CourseAddress {
    let path = parts.resolved(in: key)
    if let found = paths.exact(path) ?? paths.exact(path.appendingEnding(".md")) {
      return lesson(found, anchor: parts.fragment, note: nil)
    }
    if let found = paths.nearest(to: path.appendingEnding(".md"), for: key, least: (1, 1)) {
      return lesson(found, anchor: parts.fragment, note: "It was found as \(found).")
    }
    return .missing(why: "The folder has no such lesson.")
  }

  private func webLesson(_ parts: LinkParts, host: String, in key: String) -> CourseAddress {
    if parts.isMarkdown, let found = paths.nearest(to: parts.path, for: key, least: (2, 2)) {
      return lesson(found, anchor: parts.fragment, note: "It leads to \(found).")
    }
    guard host == home, let slug = parts.lessonSlug else { return .outside }
    guard let found = lesson(named: slug, from: key) else {
      return .missing(why: "The course has no such lesson; the link still leads to \(host).")
    }
    return lesson(found, anchor: parts.fragment, note: "It leads to \(found).")
  }

  private func lesson(_ key: String, anchor: String?, note: String?) -> CourseAddress {
    guard let anchor, !anchor.isEmpty else { return .inside(.lesson(key, anchor: nil), note: note) }
    let id = lessons[key]?.anchor(anchor)
    let lost = id == nil ? "The lesson \(key) has no place named \(anchor)." : nil
    return .inside(.lesson(key, anchor: id), note: [note, lost].compactMap(\.self).joined(separator: " ").nonEmpty)
  }

  /// Sites put the course's name before the lesson's.
  private func lesson(named slug: String, from key: String) -> String? {
    let name = slug.squashed
    for name in [name, name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name] {
      guard let found = names[name] else { continue }
      if found.count == 1 { return found[0] }
      let near = found.filter { $0.split(separator: "/").first == key.split(separator: "/").first }
      if near.count == 1 { return near[0] }
    }
    return nil
  }
}

extension String {
  fileprivate var withoutKind: String {
    let words = split { "_- ".contains($0) }
    return words.first == "project" ? words.dropFirst().joined(separator: "-") : self
  }
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension [String] {
  fileprivate func appendingEnding(_ ending: String) -> [String] {
    guard let last, !last.lowercased().hasSuffix(ending) else { return self }
    return dropLast() + [last + ending]
  }
}
