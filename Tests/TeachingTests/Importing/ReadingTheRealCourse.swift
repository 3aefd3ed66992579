import Foundation
import Markup
import Testing

@testable import Teaching

/// A course that nobody here wrote; it lies beside the repository, or where EVOLV_SHARED says.
@Suite struct `Reading the real course` {
  static let path =
    (ProcessInfo.processInfo.environment["EVOLV_SHARED"] ?? "../shared") + "/data/odin-foundations/foundations"
  static let isThere = FileManager.default.fileExists(atPath: path)
  static let order = ["introduction", "installations", "html_css", "javascript_basics", "tying_it_all_together"]

  @Test(.enabled(if: isThere, "the real course is not on this machine; set EVOLV_SHARED"))
  func `takes every lesson and every image`() throws {
    let course = try CourseFolder.read(Self.path, order: Self.order)
    #expect(course.lessons.count == 58)
    #expect(course.images.count == 74)
    #expect(course.sections.map(\.key.topFolder).uniqued == Self.order)
    #expect(course.lessons.allSatisfy { !["Introduction", ""].contains($0.title) && $0.words > 50 })
    #expect(Set(course.lessons.map(\.slug)).count == 58)
    #expect(course.report.filter { $0.kind == .missing && $0.what.hasPrefix("image") } == [])
  }

  @Test(.enabled(if: isThere, "the real course is not on this machine; set EVOLV_SHARED"))
  func `resolves every image, every internal link and every anchor that exists`() throws {
    let course = try CourseFolder.read(Self.path, order: Self.order)
    var ids: [String: Set<String>] = [:]
    var links: [(from: String, to: String)] = []
    for lesson in course.lessons {
      let printed = HTML(course.page(of: lesson, address: Self.address).html).text
      ids[lesson.key] = Set(printed.values(of: " id=\""))
      links += printed.values(of: " href=\"").map { (lesson.key, $0) }
      #expect(printed.values(of: "<img src=\"").allSatisfy { $0.hasPrefix("/image/") })
      #expect(printed.components(separatedBy: "<img ").dropFirst().allSatisfy { $0.contains(" width=\"") })
    }
    for link in links where link.to.hasPrefix("#") {
      #expect(ids[link.from]?.contains(String(link.to.dropFirst())) == true)
    }
    for link in links where link.to.hasPrefix("/lesson/") {
      let parts = link.to.dropFirst(8).split(separator: "#").map(String.init)
      let known = try #require(ids[parts[0]])
      #expect(parts.count == 1 || known.contains(parts[1]), "\(link)")
    }
    #expect(links.allSatisfy { ["#", "/lesson/", "/image/", "https://", "http://"].contains(where: $0.to.hasPrefix) })
  }

  @Test(.enabled(if: isThere, "the real course is not on this machine; set EVOLV_SHARED"))
  func `names the places that are broken in the course itself`() throws {
    let course = try CourseFolder.read(Self.path, order: Self.order)
    let lost = Set(
      course.report.filter { $0.kind == .missing }.compactMap { $0.what.components(separatedBy: "/lessons/").last })
    #expect(
      lost == [
        "commit-messages", "git-basics", "introduction-to-git",
        "foundations-fundamentals-part-1#how-to-run-javascript-code",
        "foundations-setting-up-git#step-2-configure-git-and-github:~:text=Step%202.3%3A%20Create%20an%20SSH%20key",
        "link to #how-to-create-flex-item-knowledge-check",
      ])
  }

  static let address: @Sendable (CourseTarget) -> RewrittenURL = { target in
    switch target {
    case .lesson(let key, let anchor): .replaced("/lesson/" + key + (anchor.map { "#" + $0 } ?? ""))
    case .image(let key): .image("/image/" + key, width: 1, height: 1)
    }
  }
}

extension String {
  fileprivate func values(of opening: String) -> [String] {
    components(separatedBy: opening).dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
  fileprivate var topFolder: String { String(prefix { $0 != "/" }) }
}

extension [String] {
  fileprivate var uniqued: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
