internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls about sections.
enum SectionAPI {
  static let list = Route.get(
    "/api/v1/courses/{course}/sections", Reference<Course>.self, by: .everyone,
    "The sections of a course with their items"
  ).answers(SectionListAnswer.self)
  static let add = Route.post(
    "/api/v1/courses/{course}/sections", Reference<Course>.self, by: .signedIn, "Add a section"
  ).takes(NewSection.self, creates: SectionAnswer.self)
  static let show = Route.get(
    "/api/v1/sections/{section}", ID<CourseSection>.self, by: .everyone, "One section with its items"
  ).answers(SectionAnswer.self)
  static let edit = Route.patch(
    "/api/v1/sections/{section}", ID<CourseSection>.self, by: .signedIn, "Rename, describe or move a section"
  ).takes(SectionChanges.self, answers: SectionAnswer.self)
  static let delete = Route.delete(
    "/api/v1/sections/{section}", ID<CourseSection>.self, by: .signedIn, "Remove a section with all that stands in it"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(list) { context, course in
      let sections = try await context.db.outline(of: course, for: context.viewer).sections
      return SectionListAnswer(data: sections.map(SectionAnswer.init), meta: ListMeta(whole: sections.count))
    }
    table.on(add) { context, new, course in
      let section = try await context.db.transaction {
        try await $0.addSection(new, to: course, by: context.viewer, at: context.now)
      }
      return SectionAnswer(section)
    }
    table.on(show) { context, section in
      SectionAnswer(try await context.db.section(section, for: context.viewer))
    }
    table.on(edit) { context, changes, section in
      try await context.db.transaction {
        _ = try await $0.editSection(section, changes, by: context.viewer, at: context.now)
        return SectionAnswer(try await $0.section(section, for: context.viewer))
      }
    }
    table.on(delete) { context, section in
      try await context.db.transaction { try await $0.removeSection(section, by: context.viewer, at: context.now) }
      return NoPayload()
    }
  }
}
