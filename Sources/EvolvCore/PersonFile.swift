public import Essentials
public import Markup
public import SQLStore

// The file of a person shows what every wing knows of them. A wing adds its part here, and the page stays ignorant of it.

/// What one feature adds to the file of a person.
public protocol PersonFilePart: SendableMetatype {
  /// Its figures, added to those of the others.
  static func add(to figures: inout PersonFigures, of person: ID<Person>, in reading: any Reading) async throws
  /// Its section of the page; nil where there is nothing to show.
  static func section(of person: ID<Person>, for viewer: Viewer, in reading: any Reading) async throws -> FileSection?
}

/// What can be counted of a person who learns or teaches.
public struct PersonFigures: Sendable, Equatable {
  public var coursesTaken = 0
  public var coursesCompleted = 0
  /// The mean over all courses taken.
  public var progress: Percent?
  public var coursesTaught = 0
  public var learners = 0
  public init() {}
}

/// A section of a page that another feature made.
public struct FileSection: Sendable {
  public let heading: String, content: HTML
  public init(_ heading: String, @HTMLBuilder content: () -> HTML) {
    self.heading = heading
    self.content = content()
  }
}
