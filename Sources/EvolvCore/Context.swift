public import Essentials
public import Payloads
public import Routing
public import SQLStore
public import Telemetry

/// What a handler is given: the request, who asks, when, and the means to answer.
public struct Context: RouteContext {
  public var request: Request
  public let requestID: String
  public let now: Instant
  public var db: Database
  public var viewer: Viewer
  public let facilities: Facilities
  public let jar: CookieJar
  public var log: Log { facilities.log }
  /// The roles of the school as they stand now.
  public var roles: RoleTable { facilities.roles.current }

  public init(
    request: Request, requestID: String, now: Instant, db: Database, viewer: Viewer, facilities: Facilities,
    jar: CookieJar
  ) {
    self.request = request
    self.requestID = requestID
    self.now = now
    self.db = db
    self.viewer = viewer
    self.facilities = facilities
    self.jar = jar
  }

  /// The forgery token to put into the forms of this answer; another text in each answer, for the same reader.
  public var forgeryToken: String { jar.forgeryToken { facilities.forgery.token(for: $0) } }

  /// Reads a submitted form and does the work with it; whatever is wrong with the fields, found while reading or thrown as
  /// `Problem.invalid` by `work`, comes back to `again` with what was typed.
  public func form<Value: Payload>(
    _: Value.Type, _ work: (Value) async throws -> Response, again: (Draft) async throws -> Response
  ) async throws -> Response {
    let fields = try request.formFields().without(ForgeryGuard.field)
    do {
      let value: Value
      do throws(Faults) { value = try Value(fields: fields) } catch { throw Problem.invalid(error.list) }
      return try await work(value)
    } catch Problem.invalid(let errors) {
      var response = try await again(Draft(values: fields, errors: errors))
      response.status = 422
      return response
    }
  }
}

/// Cookies that the answer will set, and those that make forms of this reader recognizable.
public final class CookieJar: Sendable {
  private let state: Locked<State>
  private struct State {
    var cookies: [Cookie] = []
    var binding: String?
    var forgeryToken: String?
    let make: @Sendable () -> (binding: String, cookie: Cookie)
  }

  /// `binding`: what this reader's forms are bound to, from the session or an earlier visit; `make` begins a new one.
  public init(binding: String?, make: @escaping @Sendable () -> (binding: String, cookie: Cookie)) {
    state = Locked(State(binding: binding, make: make))
  }

  public func set(_ cookie: Cookie) { state.withLock { $0.cookies.append(cookie) } }
  public var cookies: [Cookie] { state.withLock { $0.cookies } }

  /// What forms are bound to; begins a new binding, and sets its cookie, for a reader who has none.
  public func binding() -> String {
    state.withLock { state in
      if let binding = state.binding { return binding }
      let new = state.make()
      state.cookies.append(new.cookie)
      state.binding = new.binding
      return new.binding
    }
  }
  /// The token of this answer's forms, made of the binding by `make` when it is first asked for.
  func forgeryToken(_ make: (String) -> String) -> String {
    let binding = binding()
    return state.withLock { state in
      let token = state.forgeryToken ?? make(binding)
      state.forgeryToken = token
      return token
    }
  }
  /// The binding that came with the request, if any.
  public var knownBinding: String? { state.withLock { $0.binding } }
}

/// Makes and checks forgery tokens; the secret behind it stays with the App.
public struct ForgeryGuard: Sendable {
  /// The name of the hidden field, and in lower case with `x-` of the header field.
  public static let field = "csrf"
  private let make: @Sendable (String) -> String
  private let check: @Sendable (_ token: String, _ binding: String) -> Bool

  public init(
    make: @escaping @Sendable (String) -> String,
    check: @escaping @Sendable (_ token: String, _ binding: String) -> Bool
  ) {
    self.make = make
    self.check = check
  }
  public func token(for binding: String) -> String { make(binding) }
  public func accepts(_ token: String, for binding: String) -> Bool { check(token, binding) }
}
