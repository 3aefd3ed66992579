internal import Foundation

// `course.json` at the top of a folder. People write the first three by hand; an archive that a school made has all, and
// then it alone says what is where.

/// What a course's own file says of it.
struct CourseManifest: Codable, Equatable {
  var title: String?
  /// Folders and files in their order.
  var order: [String]?
  /// Titles of folders and files.
  var titles: [String: String]?
  /// What the course is called where it comes from; bringing it in again finds it by this.
  var source: String?
  var details: Details?
  var sections: [Section]?

  struct Details: Codable, Equatable {
    var shortDescription: String?, description: String?, level: String?, language: String?, durationMinutes: Int?
    var price: Int64?, enrollment: String?, maxStudents: Int?
    /// The category's name in addresses; a school without it leaves it out.
    var category: String?
    /// The path of its picture.
    var cover: String?
    var terms: Terms?
  }
  /// What a course asks of who enrolls.
  struct Terms: Codable, Equatable {
    var accessDays: Int?, offerHours: Int?
    /// Courses to finish first, by their names in addresses; a school without one of them leaves it out.
    var prerequisites: [String]?
  }
  struct Section: Codable, Equatable {
    var key: String, title: String, description: String?, items: [Item]
  }
  /// One of three kinds: a lesson has a file, a video and a material have what they need.
  struct Item: Codable, Equatable {
    var key: String, title: String, slug: String?, isPreview: Bool?
    /// The path of a lesson's text.
    var lesson: String?
    var video: Video?
    var material: Material?
    var opens: Opening?
  }
  /// When an item opens to learners.
  struct Opening: Codable, Equatable {
    /// The key of an item to do first.
    var after: String?
    /// A time as `2026-11-21T09:00:00Z`.
    var at: String?
    /// Counted from each enrollment.
    var days: Int?
  }
  struct Video: Codable, Equatable {
    var address: String, description: String?, durationSeconds: Int?, requiresCode: Bool?
    /// A film of the school's own that comes along; its address is only good where it comes from.
    var film: Film?
  }
  struct Film: Codable, Equatable {
    /// The path of its file, and what it is called.
    var file: String, name: String
    var captions: [Captions]?
  }
  struct Captions: Codable, Equatable {
    var language: String, label: String, file: String
  }
  struct Material: Codable, Equatable {
    var description: String?, link: String?
    /// The path of its file, and what it is called when it is taken along.
    var file: String?
    var name: String?
    var isDownloadable: Bool?
  }

  static func read(_ text: String) throws(CourseFolderRefusal) -> CourseManifest {
    do { return try JSONDecoder().decode(CourseManifest.self, from: Data(text.utf8)) } catch {
      throw .brokenManifest("course.json")
    }
  }

  /// As a person may read it, the same for equal courses.
  var text: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return [UInt8](try encoder.encode(self)) + [0x0A]
    }
  }

  /// The paths of files that it names beside lessons.
  var filePaths: Set<String> {
    let items = (sections ?? []).flatMap(\.items)
    return Set(items.compactMap { $0.material?.file } + [details?.cover].compactMap(\.self))
  }

  /// The films that come along, by their paths.
  var films: [String: Film] {
    let films = (sections ?? []).flatMap(\.items).compactMap { $0.video?.film }
    return Dictionary(films.map { ($0.file, $0) }) { first, _ in first }
  }
}
