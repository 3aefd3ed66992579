import Accounts
import Essentials
import EvolvCore
import EvolvTesting
import Routing
import SQLStore
import Testing

@testable import EvolvApp

@Suite(.school) struct `Keeping to networks` {
  let school = School.current

  private func get(_ target: String, from address: String, _ more: [(String, String)] = []) async throws -> Int {
    let session = try await school.session(of: .ada) ?? ""
    let headers = [("Accept", "text/html"), ("Cookie", "session=" + session)] + more
    return try await school.send("GET", target, headers: headers, peer: address).status
  }
  /// As if somebody had chosen it.
  private func allow(_ networks: String) async throws {
    let value = JSONText(#"{"admin_addresses":\#(networks),"second_factor_roles":[]}"#), now = school.now
    try await school.db.execute(
      """
      INSERT INTO settings (section, value, version, updated_at) VALUES ('security', \(value), 1, \(now))
      ON CONFLICT (section) DO UPDATE SET value = \(value), version = settings.version + 1
      """)
    try await school.program.facilities.chosen.renew(from: school.db)
  }

  @Test func `upkeep is done from the school's networks alone, whatever a header says`() async throws {
    _ = try await school.accessToken(of: .ada)
    #expect(try await get("/people", from: "203.0.113.9") == 200)
    try await allow(#"["192.0.2.0/24","2001:db8::/32"]"#)
    #expect(try await get("/people", from: "192.0.2.77") == 200)
    #expect(try await get("/people", from: "2001:db8::5") == 200)
    for target in ["/people", "/roles", "/admin/audit", "/admin/jobs"] {
      #expect(try await get(target, from: "203.0.113.9") == 403, "\(target)")
      for (name, value) in [
        ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", "192.0.2.1, 192.0.2.1"), ("X-Real-IP", "192.0.2.1"),
        ("Forwarded", "for=192.0.2.1"), ("Client-IP", "192.0.2.1"),
      ] { #expect(try await get(target, from: "203.0.113.9", [(name, value)]) == 403, "\(target) \(name)") }
    }
    #expect(try await get("/learn", from: "203.0.113.9") == 200)
  }
}
