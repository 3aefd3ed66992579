internal import EventLoops

/// Short changes of many callers, made together: what comes while groups are under way makes up the next one, and each group is
/// one transaction. A commit and its messages cost PostgreSQL a good part of what such a change costs. If a member fails, or
/// waits long for a lock, the group is undone, and each of its members is told to make its change alone.
@safe actor PostgresGroups {
  private nonisolated let executor: LoopExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  @safe private struct Member {
    let renditions: [Rendition]
    let done: UnsafeContinuation<[PostgresResult]?, any Error>
  }
  private let leases: PostgresLeases
  private var waiting: [Member] = []
  private var underWay = 0
  /// Some are executed while others are put on disk. Few large groups leave PostgreSQL waiting, and groups of one have it do
  /// everything for each change anew: these numbers took three fifths of the time of changes one by one.
  private let mostAtOnce = 6, largest = 4
  private let capacity = 1024
  /// A row that somebody holds for long must not keep the other members from theirs.
  private let patience = Rendition(text: "SELECT set_config('lock_timeout', '100ms', true)")

  init(on loop: EventLoop, _ leases: PostgresLeases) {
    executor = loop.executor
    self.leases = leases
  }

  /// The results of the change once it is on disk; nil where nothing has happened and it is to be made alone.
  func run(_ renditions: [Rendition]) async throws -> [PostgresResult]? {
    if waiting.count >= capacity { throw StoreError.busy }
    return try unsafe await withUnsafeThrowingContinuation { done in
      unsafe waiting.append(Member(renditions: renditions, done: done))
      goOn()
    }
  }

  private func goOn() {
    guard underWay < mostAtOnce, !waiting.isEmpty else { return }
    underWay += 1
    Task { await runGroup() }  // in a moment, so that who comes in this turn of the loop comes along
  }

  private func runGroup() async {
    let members = Array(waiting.prefix(largest))
    waiting.removeFirst(members.count)
    let outcome = await outcome(of: members)
    underWay -= 1
    goOn()
    var next = 0
    for member in members {
      let range = next..<next + member.renditions.count
      next = range.upperBound
      unsafe member.done.resume(with: outcome.map { $0.map { Array($0[range]) } })
    }
  }

  /// The results of all members one after another, or nil where the group was undone.
  private func outcome(of members: [Member]) async -> Result<[PostgresResult]?, any Error> {
    if members.isEmpty { return .success([]) }
    let before = members.count > 1 ? [patience] : []
    do {
      let results = try await leases.send(before + members.flatMap(\.renditions))
      return .success(Array(results.dropFirst(before.count)))
    } catch StoreError.unavailable(let reason) {
      return .failure(StoreError.unavailable(reason))  // whether it happened is not known
    } catch {
      return .success(nil)
    }
  }
}
