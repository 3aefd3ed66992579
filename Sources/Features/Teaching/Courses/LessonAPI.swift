internal import Essentials
internal import EvolvCore
internal import Payloads
internal import Routing
internal import SQLStore

/// The calls about lessons.
enum LessonAPI {
  static let add = Route.post(
    "/api/v1/sections/{section}/lessons", ID<CourseSection>.self, by: .signedIn, body: .long(limit: 2 << 20),
    "Add a lesson to a section"
  ).takes(NewLesson.self, creates: LessonAnswer.self)
  static let show = Route.get(
    "/api/v1/lessons/{lesson}", ID<CourseItem>.self, by: .everyone, "A lesson with its text, for those who may read it"
  ).answers(LessonAnswer.self)
  static let edit = Route.patch(
    "/api/v1/lessons/{lesson}", ID<CourseItem>.self, by: .signedIn, body: .long(limit: 2 << 20),
    "Change or move a lesson"
  ).takes(LessonChanges.self, answers: LessonAnswer.self)
  static let delete = Route.delete(
    "/api/v1/lessons/{lesson}", ID<CourseItem>.self, by: .signedIn, "Remove a lesson"
  ).answersNothing

  static func register(on table: inout RouteTable<Context>) {
    table.on(add) { context, new, section in
      let text = LessonText(writing: new.markdown?.text ?? "", title: new.title.text)
      let item = try await context.db.transaction {
        try await $0.addItem(new.item(with: .lesson(text)), to: section, by: context.viewer, at: context.now)
      }
      return LessonAnswer(item, text)
    }
    table.on(show) { context, lesson in
      let (item, text) = try await context.lesson(lesson, from: context.db)
      return LessonAnswer(item, text)
    }
    table.on(edit) { context, changes, lesson in
      try await context.db.transaction { transaction in
        let (old, text) = try await context.lesson(lesson, from: transaction)
        let item = try await transaction.editItem(
          lesson, changes.item(of: old, text), by: context.viewer, at: context.now)
        return LessonAnswer(item, try await context.lesson(lesson, from: transaction).1)
      }
    }
    table.on(delete) { context, lesson in
      try await context.removeItem(lesson, of: .lesson)
      return NoPayload()
    }
  }
}

extension Context {
  func lesson(_ id: ID<CourseItem>, from source: some Reading) async throws -> (CourseItem, LessonText) {
    let open = try await source.openItem(id, for: viewer, at: now)
    guard case .lesson(let text) = open.content else { throw Problem.notFound("lesson") }
    return (open.item, text)
  }

  /// Removes an item that must be of `kind`: the address says so.
  func removeItem(_ id: ID<CourseItem>, of kind: ItemKind) async throws {
    try await db.transaction { transaction in
      guard try await transaction.item(id, for: viewer).kind == kind else { throw Problem.notFound(kind.rawValue) }
      try await transaction.removeItem(id, by: viewer, at: now)
    }
  }
}

extension NewLesson {
  fileprivate func item(with content: ItemContent) -> NewItem {
    NewItem(title: title, content: content, isPreview: isPreview ?? false, position: position?.value)
  }
}

extension LessonChanges {
  /// A new title can take the place of a heading, so it renders the text anew as well.
  fileprivate func item(of old: CourseItem, _ text: LessonText) -> ItemChanges {
    var changes = ItemChanges(title: title, isPreview: isPreview, section: sectionID, position: position)
    if markdown != nil || title != nil {
      changes.content = .lesson(
        LessonText(writing: markdown?.text ?? text.markdown, title: title?.text ?? old.title))
    }
    return changes
  }
}
