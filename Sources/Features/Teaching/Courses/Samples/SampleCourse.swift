/// A subject of the sample school.
struct SampleCategory: Sendable {
  let name: String, hue: Int
}

/// A course of the sample school.
struct SampleCourse: Sendable {
  enum State: Sendable { case draft, submitted, published, featured }
  struct Lesson: Sendable {
    let title: String, markdown: String
    init(_ title: String, _ markdown: String) {
      self.title = title
      self.markdown = markdown
    }
  }
  struct Part: Sendable {
    let title: String, isOpen: Bool, lessons: [Lesson]
    init(_ title: String, isOpen: Bool = false, _ lessons: [Lesson]) {
      self.title = title
      self.isOpen = isOpen
      self.lessons = lessons
    }
  }

  let title: String, category: String, summary: String, description: String
  var level = Level.beginner
  var language = "en"
  let minutes: Int
  var mode = EnrollmentMode.free
  var seats: Int?
  let state: State
  let sections: [Part]

  static let categories = [
    SampleCategory(name: "Crafts", hue: 30), SampleCategory(name: "Kitchen", hue: 75),
    SampleCategory(name: "Sky and Earth", hue: 255),
    SampleCategory(name: "Work", hue: 165), SampleCategory(name: "Languages", hue: 315),
  ]
}
