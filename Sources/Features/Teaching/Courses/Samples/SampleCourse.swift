/// A subject of the sample school.
struct SampleCategory: Sendable {
  let name: String, hue: Int, about: String
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
    SampleCategory(name: "Crafts", hue: 30, about: "Clay, wood and thread"),
    SampleCategory(name: "Kitchen", hue: 75, about: "Bread, broth and patience"),
    SampleCategory(name: "Sky and Earth", hue: 255, about: "Stars, stones and weather"),
    SampleCategory(name: "Work", hue: 165, about: "Tables, letters and meetings"),
    SampleCategory(name: "Languages", hue: 315, about: "To speak, to read, to write"),
  ]
}
