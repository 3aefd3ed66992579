internal import Synchronization

/// What the server did since it started; for metrics.
public struct ServerStatistics: Sendable, Equatable {
  public var openConnections = 0
  public var acceptedConnections = 0
  /// Answers by the first digit of their status; index 0 counts requests that got none.
  public var requestsByClass = [Int](repeating: 0, count: 6)
  public var sentBytes = 0
  public var requests: Int { requestsByClass.reduce(0, +) }
}

/// The counters that all loops share.
final class Tally: Sendable {
  private let peers = Mutex<[String: Int]>([:])
  private let accepted = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let none = Atomic<Int>(0), informed = Atomic<Int>(0), served = Atomic<Int>(0)
  private let redirected = Atomic<Int>(0), refused = Atomic<Int>(0), failed = Atomic<Int>(0)

  func connections(from peer: String) -> Int { peers.withLock { $0[peer] ?? 0 } }

  func opened(from peer: String) {
    accepted.add(1, ordering: .relaxed)
    peers.withLock { $0[peer, default: 0] += 1 }
  }
  func closed(from peer: String) {
    peers.withLock { peers in
      let left = (peers[peer] ?? 1) - 1
      peers[peer] = left > 0 ? left : nil
    }
  }

  func served(status: Int, bytes count: Int) {
    bytes.add(count, ordering: .relaxed)
    switch status / 100 {
    case 1: informed.add(1, ordering: .relaxed)
    case 2: served.add(1, ordering: .relaxed)
    case 3: redirected.add(1, ordering: .relaxed)
    case 4: refused.add(1, ordering: .relaxed)
    case 5: failed.add(1, ordering: .relaxed)
    default: none.add(1, ordering: .relaxed)
    }
  }

  var statistics: ServerStatistics {
    ServerStatistics(
      openConnections: peers.withLock { $0.values.reduce(0, +) },
      acceptedConnections: accepted.load(ordering: .relaxed),
      requestsByClass: [
        none.load(ordering: .relaxed), informed.load(ordering: .relaxed), served.load(ordering: .relaxed),
        redirected.load(ordering: .relaxed), refused.load(ordering: .relaxed), failed.load(ordering: .relaxed),
      ],
      sentBytes: bytes.load(ordering: .relaxed))
  }
}
