internal import Essentials
internal import EvolvCore
internal import SQLStore

extension Transaction {
  /// Adds one. Input, access, rule, change, record: in this order.
  func add(_ form: __Name__Form, by viewer: Viewer, at now: Instant) async throws -> __Name__ {
    _ = try viewer.requirePerson()
    let added: __Name__ = try await one(
      """
      INSERT INTO __names__ (id, title, created_at) VALUES (\(ID<__Name__>(at: now)), \(form.title.value), \(now))
      RETURNING \(__Name__.columns)
      """)
    record(__Name__Added(__nameCamel__: added.id), by: viewer, at: now)
    return added
  }
}
