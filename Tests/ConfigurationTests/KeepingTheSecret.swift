import Configuration
import Essentials
import Foundation
import Testing

@Suite struct `Keeping the signing secret` {
  let folder = NSTemporaryDirectory() + UUID().uuidString
  private var path: String { folder + "/secret" }

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

  private func settings(_ environment: [String: String] = [:]) throws -> Settings {
    try Settings.read(arguments: ["--data", folder], environment: environment) { _ in nil }.settings
  }

  @Test func `the first start makes it, for the owner only, and later starts find it`() throws {
    let first = try settings().signingSecret().reveal()
    #expect(first.count == 64)
    #expect(try settings().signingSecret().reveal() == first)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["secret"])
  }

  @Test func `one from the environment leaves no file`() throws {
    let given = String(repeating: "x", count: 32)
    #expect(try settings(["EVOLV_SECRET": given]).signingSecret().reveal() == Array(given.utf8))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `many starts at once agree`() async throws {
    let settings = try settings()
    let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<16 { group.addTask { try settings.signingSecret().reveal() } }
      return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
    }
    #expect(secrets.count == 1)
  }

  @Test(arguments: ["", "short", String(repeating: "z", count: 64), String(repeating: "a", count: 65)])
  func `a damaged file stops the start instead of changing every session`(content: String) throws {
    #expect(
      FileManager.default.createFile(atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: 0o600])
    )
    #expect(throws: SettingFaults.self) { try settings().signingSecret() }
  }

  @Test func `a file that others may read stops the start`() throws {
    _ = try settings().signingSecret()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let faults = try #require(throws: SettingFaults.self) { try settings().signingSecret() }
    #expect(faults.list[0].name == path && faults.list[0].expected.contains("0600"))
  }

  @Test func `a missing folder is told`() throws {
    try FileManager.default.removeItem(atPath: folder)
    #expect(throws: SettingFaults.self) { try settings().signingSecret() }
  }
}
