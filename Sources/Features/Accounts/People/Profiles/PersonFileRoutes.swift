internal import Essentials
internal import EvolvCore
internal import EvolvDesign
internal import Payloads
internal import Routing
internal import SQLStore

/// The file of a student, the profile of an instructor.
enum PersonFileRoutes {
  static let show = Route.get("/people/{person}/file", ID<Person>.self, by: .signedIn, "Show a person's file")
  static let note = Route.post(
    "/people/{person}/file", ID<Person>.self, by: .may(.managePeople), "Change what the school notes of a person")
  static let file = Route.get(
    "/api/v1/users/{user}/file", ID<Person>.self, by: .signedIn, "Show a student's file or an instructor's profile"
  ).answers(PersonFileAnswer.self)
  static let putNotes = Route.put(
    "/api/v1/users/{user}/file", ID<Person>.self, by: .may(.managePeople), "Change what the school notes of a person"
  ).takes(StudentNotes.self, answers: PersonFileAnswer.self)
  static let progress = Route.get(
    "/api/v1/users/{user}/progress", ID<Person>.self, by: .signedIn, "How far a person is in all"
  ).answers(ProgressAnswer.self)

  static func register(on table: inout RouteTable<Context>) {
    table.on(show) { context, id in context.page(try await PersonFilePage(of: id, context)) }
    table.on(note) { context, id in
      try await context.form(StudentNotes.self) { notes in
        try await context.act {
          try await $0.setNotes(notes, of: id, by: $1, at: $2)
        } then: {
          (show.path(id), "The notes are saved.")
        }
      } again: { draft in
        context.page(try await PersonFilePage(of: id, context, draft: draft))
      }
    }
    table.on(file) { context, id in
      let file = try await context.personFile(id)
      return PersonFileAnswer(file, showsNotes: context.viewer.maySeeNotes(of: file.known.person, file.notes))
    }
    table.on(putNotes) { context, notes, id in
      let viewer = context.viewer, now = context.now
      try await context.db.transaction { try await $0.setNotes(notes, of: id, by: viewer, at: now) }
      return PersonFileAnswer(try await context.personFile(id), showsNotes: true)
    }
    table.on(progress) { context, id in
      let file = try await context.personFile(id)
      guard context.viewer.person == id || context.viewer.maySeeNotes(of: file.known.person, file.notes) else {
        throw Problem.notFound("person")
      }
      return ProgressAnswer(file.figures)
    }
  }
}

/// How far a person is, over all their courses.
struct ProgressAnswer: Payload {
  let totalCourses: Int, completedCourses: Int, overallProgress: Percent?
  static let shape = Shape(
    "UserProgress", Self.init(totalCourses:completedCourses:overallProgress:), Field("total_courses", \.totalCourses),
    Field("completed_courses", \.completedCourses), Field("overall_progress", \.overallProgress))
}

extension ProgressAnswer {
  init(_ figures: PersonFigures) {
    self.init(
      totalCourses: figures.coursesTaken, completedCourses: figures.coursesCompleted,
      overallProgress: figures.progress)
  }
}

/// A file as the API tells of it; what the viewer may not see is null.
struct PersonFileAnswer: Payload {
  let id: ID<Person>, name: String, role: Role, avatarURL: String?, bio: String?, specialization: String?
  let qualification: String?, experienceYears: Int?, educationLevel: String?
  let totalCourses: Int?, completedCourses: Int?, overallProgress: Percent?, coursesTaught: Int, totalStudents: Int
  let notes: StudentNotes?

  static let shape = Shape(
    "PersonFile", Self.init, Field("id", \.id), Field("name", \.name), Field("role", \.role),
    Field("avatar_url", \.avatarURL), Field("bio", \.bio), Field("specialization", \.specialization),
    Field("qualification", \.qualification), Field("experience_years", \.experienceYears),
    Field("education_level", \.educationLevel), Field("total_courses", \.totalCourses),
    Field("completed_courses", \.completedCourses), Field("overall_progress", \.overallProgress),
    Field("courses_taught", \.coursesTaught), Field("total_students", \.totalStudents), Field("school", \.notes))
}

extension PersonFileAnswer {
  init(_ file: PersonFile, showsNotes: Bool) {
    let person = file.known.person, profile = file.known.profile, figures = file.figures
    self.init(
      id: person.id, name: person.name, role: person.role, avatarURL: file.known.photo?.link.text,
      bio: profile.bio?.text, specialization: profile.specialization?.text, qualification: profile.qualification?.text,
      experienceYears: profile.experienceYears?.value, educationLevel: showsNotes ? profile.educationLevel?.text : nil,
      totalCourses: showsNotes ? figures.coursesTaken : nil,
      completedCourses: showsNotes ? figures.coursesCompleted : nil,
      overallProgress: showsNotes ? figures.progress : nil, coursesTaught: figures.coursesTaught,
      totalStudents: figures.learners, notes: showsNotes ? file.notes : nil)
  }
}
