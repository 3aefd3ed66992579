// Who takes part in a group of the writer: callers with a transaction of their own, and changes known beforehand.

/// Whoever waits for the end of a group.
protocol GroupMember: Sendable {
  /// nil: the change is on disk.
  func end(_ error: (any Error)?)
}

/// A change that runs without its caller.
protocol KnownChange: GroupMember {
  func run(on connection: SQLiteConnection) throws
}

/// The caller of a transaction, who has the value already.
@safe struct Caller: GroupMember {
  let done: UnsafeContinuation<Void, any Error>

  func end(_ error: (any Error)?) {
    if let error { unsafe done.resume(throwing: error) } else { unsafe done.resume() }
  }
}

/// Handed from thread to thread, and touched by one at a time.
@safe final class Change<Value: Sendable>: KnownChange, @unchecked Sendable {
  private var body: ((SQLiteConnection) throws -> Value)?
  private let done: UnsafeContinuation<Value, any Error>
  private var value: Value?

  init(_ body: @escaping (SQLiteConnection) throws -> Value, _ done: UnsafeContinuation<Value, any Error>) {
    self.body = body
    unsafe self.done = done
  }

  func run(on connection: SQLiteConnection) throws { value = try body?(connection) }

  func end(_ error: (any Error)?) {
    // The caller holds it, too, and so it is its thread that gives its memory back: threads would wait for each other there.
    body = nil
    if let value, error == nil {
      unsafe done.resume(returning: value)
    } else {
      unsafe done.resume(throwing: error ?? StoreError.misuse("a change was answered before it ran"))
    }
  }
}

/// The group's transaction was rolled back for a reason that lies with another member.
struct GroupLost: Error {}
