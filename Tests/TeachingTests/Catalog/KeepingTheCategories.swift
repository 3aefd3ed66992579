import Essentials
import EvolvCore
import Payloads
import Routing
import SQLStore
import Testing

@testable import Teaching

extension Workshop {
  func category(_ name: String, under parent: Teaching.Category? = nil) async throws -> Teaching.Category {
    let new = NewCategory(name: try #require(Text(name)), parentID: parent?.id)
    return try await db.transaction { try await $0.addCategory(new, by: ada, at: now) }
  }
  func change(_ category: Teaching.Category, _ changes: CategoryChanges) async throws -> Teaching.Category {
    try await db.transaction { try await $0.editCategory(.id(category.id), changes, by: ada, at: now) }
  }
  func tree() async throws -> [String] {
    try await db.categories().flattened.map { String(repeating: "-", count: $0.depth) + $0.branch.category.name }
  }
}

@Suite struct `Keeping the categories` {
  @Test(arguments: Engine.all) func `they form a tree in the editors' order`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let craft = try await work.category("Craft"), code = try await work.category("Code")
    let clay = try await work.category("Clay", under: craft)
    #expect(try await work.tree() == ["Craft", "-Clay", "Code"])
    _ = try await work.change(code, CategoryChanges(position: Number(1)))
    #expect(try await work.tree() == ["Code", "Craft", "-Clay"])
    _ = try await work.change(clay, CategoryChanges(parentID: .set(code.id)))
    #expect(try await work.tree() == ["Code", "-Clay", "Craft"])
    _ = try await work.change(clay, CategoryChanges(parentID: .clear, position: Number(2)))
    #expect(try await work.tree() == ["Code", "Clay", "Craft"])
  }

  @Test(arguments: Engine.all) func `no circles, no depths, no unknown parents`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let a = try await work.category("a"), b = try await work.category("b", under: a),
      c = try await work.category("c", under: b)
    let d = try await work.category("d", under: c)
    for parent in [a.id, d.id, ID()] {
      await #expect(throws: Problem.self) { try await work.change(a, CategoryChanges(parentID: .set(parent))) }
    }
    await #expect(throws: Problem.self) { try await work.category("e", under: d) }
  }

  @Test(arguments: Engine.all) func `one in use is archived, an empty one goes`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    let craft = try await work.category("Craft"), empty = try await work.category("Craft")
    #expect(empty.slug.text == "craft-2")
    _ = try await work.make("Clay") { $0.categoryID = craft.id }
    for category in [craft, empty] {
      try await work.db.transaction { try await $0.deleteCategory(.id(category.id), by: work.ada, at: work.now) }
    }
    #expect(try await work.tree().isEmpty)
    #expect(try await work.db.category(.slug(craft.slug)).isArchived)
    await #expect(throws: NothingFound.self) { try await work.db.category(.id(empty.id)) }
    await #expect(throws: Problem.self) { try await work.make("Glass") { $0.categoryID = craft.id } }
  }

  @Test(arguments: Engine.all) func `others than editors change nothing`(_ engine: Engine) async throws {
    let work = try await Workshop(engine)
    for viewer in [work.tom, work.mia] {
      await #expect(throws: Problem.forbidden("manage categories")) {
        try await work.db.transaction {
          try await $0.addCategory(NewCategory(name: Text("x")!), by: viewer, at: work.now)
        }
      }
    }
  }
}
