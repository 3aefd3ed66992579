internal import Essentials
public import EvolvCore
public import JobQueue
public import Routing
public import SQLStore

/// API tokens: what a program proves itself with that works for a person while they sleep. A token has a name, an end
/// within a year, and scopes: whether it may only read or also change things, and which of the person's permissions it
/// may use. It is shown once and stored as a digest.
///
/// What must never break: a token may never do more than its person may at that moment; it cannot make tokens, end
/// sessions, or change what the person signs in with, since that is done in person; it ends with the account's suspension
/// and with a new password.
public enum APITokens: Feature {
  public static let name = "APITokens"
  public static let tables = ["api_tokens"]
  public static let readsTables = ["users"]
  public static let migrations: [Migration] = [.apiTokens]

  public static func register(on table: inout RouteTable<Context>) {
    APITokenRoutes.register(on: &table)
    APITokenAPI.register(on: &table)
  }

  public static func register(on duties: inout Duties) { duties.add(ForgetAPITokens.self) }
}
