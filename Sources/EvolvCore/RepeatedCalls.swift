internal import Cryptography
public import Essentials
public import Payloads
internal import Routing
public import SQLStore

// A program that got no answer sends its call again. With an Idempotency-Key it is the same call: the answer is kept in the
// transaction of the change, so that there is one exactly if there is the other, whenever either side dies. A twin that
// comes meanwhile waits at the key's row for the first to end.

/// The table that remembers calls by their keys.
public enum RepeatedCalls {
  public static let migrations = [
    Migration(
      id: "20261121T0800_repeated_calls", feature: "EvolvCore",
      [
        """
        CREATE TABLE repeated_calls (
          user_id {{id}} NOT NULL,
          key {{text}} NOT NULL,
          call {{text}} NOT NULL,
          answer {{text}} NOT NULL,
          created_at {{instant}} NOT NULL,
          PRIMARY KEY (user_id, key)
        ){{keyed}};
        CREATE INDEX repeated_calls_created ON repeated_calls (created_at);
        """
      ])
  ]
}

private struct RepeatedCall: RowDecodable {
  let call: String, answer: String
  init(row: inout Row) throws {
    call = try row.next()
    answer = try row.next()
  }
}

extension Context {
  /// Does `work` in a transaction; with the `Idempotency-Key` of an earlier call, answers what was answered then.
  public func once<Answer: Payload>(
    _ work: @escaping @Sendable (_ transaction: Transaction, _ viewer: Viewer, _ now: Instant) async throws -> Answer
  ) async throws -> Answer {
    let viewer = viewer, now = now
    guard let key = try idempotencyKey else { return try await db.transaction { try await work($0, viewer, now) } }
    let person = try viewer.requirePerson(), call = Hex.text(SHA256.digest(of: callText))
    return try await db.transaction { transaction in
      let isFirst = try await transaction.execute(
        """
        INSERT INTO repeated_calls (user_id, key, call, answer, created_at)
        VALUES (\(person), \(key), \(call), '', \(now)) ON CONFLICT DO NOTHING
        """)
      if isFirst == 0 { return try await transaction.answer(of: person, key, to: call) }
      let answer = try await work(transaction, viewer, now)
      transaction.later(
        """
        UPDATE repeated_calls SET answer = \(String(decoding: answer.json, as: UTF8.self))
        WHERE user_id = \(person) AND key = \(key)
        """)
      return answer
    }
  }

  private var idempotencyKey: String? {
    get throws {
      guard let key = request.head.headers["idempotency-key"] else { return nil }
      guard (1...200).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw Problem.invalid("Idempotency-Key", "text", "must be 1 to 200 visible ASCII characters")
      }
      return key
    }
  }

  /// What makes two calls the same.
  private var callText: String {
    var body = ""
    if case .bytes(let bytes) = request.body { body = String(decoding: bytes, as: UTF8.self) }
    return request.head.method + " " + request.head.target + "\n" + body
  }
}

extension Transaction {
  fileprivate func answer<Answer: Payload>(of person: ID<Person>, _ key: String, to call: String) async throws -> Answer
  {
    let known: RepeatedCall = try await one(
      "SELECT call, answer FROM repeated_calls WHERE user_id = \(person) AND key = \(key)")
    guard known.call == call else {
      throw Problem.invalid("Idempotency-Key", "reused", "was used for another call")
    }
    return try Answer(json: Array(known.answer.utf8))
  }
}

extension Database {
  /// Forgets the keys of calls before `limit`, and says how many.
  @discardableResult public func forgetRepeatedCalls(before limit: Instant) async throws -> Int {
    try await execute("DELETE FROM repeated_calls WHERE created_at < \(limit)")
  }
}
