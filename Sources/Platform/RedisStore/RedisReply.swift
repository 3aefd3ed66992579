/// What Redis answers.
public enum RedisReply: Sendable, Equatable {
  case text(String)
  case number(Int64)
  case nothing
  case list([RedisReply])
  /// Inside a list only; a command that fails throws `RedisError.refused`.
  case fault(String)
}

/// Why a command was not done.
public enum RedisError: Error, Sendable, Equatable {
  /// No server, no connection, no answer in time. `hungUp`: the server ended the connection.
  case unavailable(String, hungUp: Bool)
  /// The server's own words.
  case refused(String)
}
