internal import EventLoops

// Sheets for print and pictures of them, drawn by cairo and set by pango, which knows how every script joins, stacks and
// turns. Setting a page burns milliseconds of CPU, so it happens in a pool of its own, never on a loop; a full pool refuses.

/// Why there is no drawing.
public struct DrawingFailed: Error, Sendable {
  public init() {}
}

/// The one way to make a drawing.
public enum Drawing {
  /// Each thread keeps the fonts it has opened.
  private static let pool = BlockingPool(name: "drawing", threads: 2, capacity: 64, stepsBack: true)

  /// Draws where it holds up nobody; throws `PoolFull`, or what `body` throws.
  public static func make(
    _ format: DrawingFormat, on paper: Paper, about facts: DocumentFacts,
    _ body: @escaping @Sendable (Canvas) throws -> Void
  ) async throws -> [UInt8] {
    try await pool.run { try drawn(format, on: paper, about: facts, body) }
  }

  /// Draws at once, for who is on a thread of their own already.
  public static func drawn(
    _ format: DrawingFormat, on paper: Paper, about facts: DocumentFacts, _ body: (Canvas) throws -> Void
  ) throws -> [UInt8] {
    let canvas = try Canvas(format, paper, facts)
    try body(canvas)
    return try canvas.finish()
  }
}
