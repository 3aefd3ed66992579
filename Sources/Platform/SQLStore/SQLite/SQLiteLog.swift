internal import EventLoops
internal import Glibc
internal import Synchronization

/// Puts what the writer committed on disk and answers those who wait for it, on a thread of its own: the writer makes the next
/// group while the disk takes the last one. With `synchronous = NORMAL` SQLite leaves its log to the system until a checkpoint;
/// a commit whose frames are on disk outlives a loss of power all the same, because recovery takes every frame that is whole.
@safe final class SQLiteLog: Sendable {
  private struct State {
    var waiting: [any GroupMember] = []
    var isBusy = false
    var isClosed = false
  }
  private let state = Mutex(State())
  private let bell = Bell(waits: true)
  private let file: Int32
  private let tellIsFree: @Sendable () -> Void

  /// The log of the database at `path`, which is open already. `tellIsFree` is called when the disk has taken something.
  init(of path: String, _ tellIsFree: @escaping @Sendable () -> Void) throws {
    self.tellIsFree = tellIsFree
    file = unsafe open(path + "-wal", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw StoreError.unavailable("SQLite has no log beside \(path)") }
  }

  deinit { Glibc.close(file) }

  func start() { startThread(named: "sqlite-log") { self.work() } }

  /// Whether the disk is taking something: what is committed now would have to wait.
  var isBusy: Bool { state.withLock { $0.isBusy } }

  /// Answers `members` once all that was committed before is on disk.
  func keep(_ members: [any GroupMember]) {
    if members.isEmpty { return }
    let isFirst = state.withLock { state in
      defer { state.waiting += members }
      state.isBusy = true
      return state.waiting.isEmpty
    }
    if isFirst { bell.ring() }
  }

  /// Lets the thread end when it has answered all.
  func close() {
    state.withLock { $0.isClosed = true }
    bell.ring()
  }

  private func work() {
    var isOver = false
    while !isOver {
      bell.hear()
      let members = state.withLock { state in
        isOver = state.isClosed
        defer { state.waiting = [] }
        return state.waiting
      }
      if members.isEmpty { continue }
      let error = fdatasync(file) == 0 ? nil : StoreError.unavailable("the log of SQLite was not put on disk: \(errno)")
      state.withLock { $0.isBusy = !$0.waiting.isEmpty }
      tellIsFree()
      for member in members { member.end(error) }
    }
  }
}
