public import Essentials
public import Routing

/// What the server asks about every request. It runs on the loop that accepted the connection.
public protocol RequestHandler: Sendable {
  /// Says what to do with the body, when only the head is known.
  func plan(for head: RequestHead) -> BodyPlan
  /// Answers the complete request.
  func answer(_ request: Request) async -> Response
}

/// One line of the access log: a request that is over.
public struct ServedRequest: Sendable {
  public let method: String
  public let path: String
  public let peer: String
  /// 0 if the connection ended before an answer was begun.
  public let status: Int
  /// Bytes of the answer's body that were handed to the connection.
  public let bytes: Int
  public let microseconds: Int
  public let receivedAt: Instant
  /// False if the connection broke before the answer was complete.
  public let isComplete: Bool
}
