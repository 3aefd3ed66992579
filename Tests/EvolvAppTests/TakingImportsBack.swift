import Accounts
import Essentials
import EvolvApp
import EvolvCore
import EvolvTesting
import Foundation
import JobQueue
import Payloads
import Routing
import SQLStore
import Teaching
import Testing

extension `Bringing courses in` {
  @Test func `is taken back by the command line, once, while it is young`() async throws {
    let folder = NSTemporaryDirectory() + "course-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { unlink(folder + "/clay.md"); rmdir(folder) }
    try Data("# Clay\n\nSoft.".utf8).write(to: URL(fileURLWithPath: folder + "/clay.md"))
    let before = try await courses(), teacher = "tom@evolv.example"
    let brought = await school.command("import", "course", folder, "--teacher", teacher)
    let id = try #require(brought.said.split(separator: "evolv import undo ").last?.prefix { !$0.isWhitespace })
    #expect(brought.code == 0 && brought.said.contains("1 lessons added"), "\(brought.said)")
    #expect(try await courses() == before + 1)

    let undone = await school.command("import", "undo", String(id))
    #expect(undone.code == 0 && undone.said.contains("everything is as it was before"), "\(undone.said)")
    #expect(try await courses() == before)
    let again = await school.command("import", "undo", String(id))
    #expect(again.code == 2 && again.said.contains("taken back already"), "\(again.said)")

    let old = try await bring(Self.course)
    school.waitLong(.days(31))
    let late = await school.command("import", "undo", old)
    #expect(late.code == 2 && late.said.contains("older than 30 days"), "\(late.said)")
    #expect(try await courses() == before + 1)
    for unknown in ["019aa000-0000-7000-8000-000000000000", "kiln"] {
      let refused = await school.command("import", "undo", unknown)
      #expect(refused.code == 2 && refused.said.contains("import"), "\(refused.said)")
    }
    for words in [["import", "undo"], ["import", "undo", old, "twice"]] {
      let misused = await school.command(words)
      #expect(misused.code == 2 && misused.said.contains("name the import"), "\(misused.said)")
    }
  }
}
