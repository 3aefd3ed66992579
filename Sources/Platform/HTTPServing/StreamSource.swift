internal import EventLoops

/// A streamed body on its way: holds at most one piece, and asks for the next only when the reader took the last.
final class StreamSource: @unchecked Sendable {
  enum State { case idle, pulling, ended, failed }

  unowned let listener: Listener
  let exchange: Exchange
  private let next: @Sendable () async throws -> [UInt8]?
  private(set) var state = State.idle
  private var piece: [UInt8] = []
  private var position = 0
  private var task: Task<Void, Never>?

  init(_ next: @escaping @Sendable () async throws -> [UInt8]?, of exchange: Exchange, on listener: Listener) {
    self.next = next
    self.exchange = exchange
    self.listener = listener
  }

  /// Moves what is there into `buffer`; 0 if nothing is.
  func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, piece.count - position)
    guard count > 0 else { return 0 }
    unsafe piece.withUnsafeBytes { bytes in
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }
    position += count
    return count
  }

  /// Starts making the next piece; it may be there when this returns.
  func pull(isolation: isolated Listener) {
    state = .pulling
    listener.loop.executor.runAtOnce { task = make(isolation: isolation) }
  }

  private func make(isolation: isolated Listener) -> Task<Void, Never> {
    Task.immediate(executorPreference: listener.loop.executor) {
      _ = isolation
      do {
        var made = try await self.next()
        while let empty = made, empty.isEmpty { made = try await self.next() }
        self.receive(made)
      } catch {
        self.state = .failed
      }
      self.exchange.resume()
    }
  }

  private func receive(_ made: [UInt8]?) {
    position = 0
    piece = made ?? []
    if state == .pulling { state = made == nil ? .ended : .idle }
  }

  func cancel() {
    if state != .ended { state = .failed }
    task?.cancel()
  }
}
