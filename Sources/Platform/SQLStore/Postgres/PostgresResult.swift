internal import CPostgres

/// A finished result; libpq lets any thread read it, and nobody changes it any more.
@safe final class PostgresResult: @unchecked Sendable {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
  deinit { unsafe PQclear(pointer) }

  /// What the server calls the command it ran: `COMMIT`, `UPDATE 1`.
  var command: String { unsafe String(cString: PQcmdStatus(pointer)) }
}

/// What the server still owes for statements that were sent together.
@safe final class PostgresBatch {
  /// Of statements prepared in a segment of their own before it.
  let preparing: [StatementKey]
  let keys: [StatementKey]
  /// Synchronization points to come.
  var segments: Int
  var results: [PostgresResult] = []
  var error: StoreError?
  let started: Int64
  private let done: UnsafeContinuation<[PostgresResult], any Error>

  init(
    keys: [StatementKey], preparing: [StatementKey], started: Int64,
    _ done: UnsafeContinuation<[PostgresResult], any Error>
  ) {
    self.keys = keys
    self.preparing = preparing
    self.started = started
    unsafe self.done = done
    segments = preparing.isEmpty ? 1 : 2
  }

  func finish() {
    if let error { unsafe done.resume(throwing: error) } else { unsafe done.resume(returning: results) }
  }
}

/// The parameters' types belong to it: prepared for int8, a statement reads 8 bytes wherever that parameter is sent.
struct StatementKey: Hashable {
  let text: String
  let types: [ColumnType]
  init(_ rendition: Rendition) {
    text = rendition.text
    types = rendition.binds.map(\.type)
  }
  /// The text tells nearly all of them apart.
  func hash(into hasher: inout Hasher) { StatementText(text: text).hash(into: &hasher) }
}

/// Reads each query's rows from its result.
func decode<each Value: Sendable>(
  _ results: ArraySlice<PostgresResult>, _ queries: repeat Query<each Value>
) throws -> sending (repeat each Value) {
  var rest = results
  func next<One>(_ query: Query<One>) throws -> One {
    guard let result = rest.popFirst() else { throw StoreError.fault(code: "08P01", message: "a result is missing") }
    var row = unsafe Row(postgres: result.pointer)
    return try query.decode(&row)
  }
  return (repeat try next(each queries))
}
