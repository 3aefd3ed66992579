internal import Accounts
internal import Cryptography
internal import Essentials
internal import EventLoops
internal import EvolvCore
internal import EvolvDesign
internal import FileStorage
internal import Markup
internal import Payloads
internal import Routing
internal import SQLStore
internal import Telemetry

extension Dispatcher {
  /// The one place where an error becomes an answer.
  func refuse(_ error: any Error, _ visit: Visit) async -> Response {
    if let question = error as? Question {
      let uploads = Tus.abilities(of: visit.context.request.head.path, MediaSettingsSize(visit.context))
      return Response(status: 204, fields: [("Allow", question.allow)] + uploads)
    }
    if error is StaleForm { return staleForm(visit) }
    guard let problem = Problem(error) else { return fault(error, visit) }
    switch problem {
    case .forbidden(let permission):
      program.log.notice("forbidden", ["permission": .text(permission), "request": .text(visit.context.requestID)])
    case .unavailable(let part):
      program.log.error("unavailable", ["part": .text(part), "request": .text(visit.context.requestID)])
    default: break
    }
    if visit.format == .json { return problem.response(requestID: visit.context.requestID) }
    if case .signInNeeded = problem { return signIn(visit) }
    if case .secondFactorOwed = problem { return Redirect(to: Identity.security).response() }
    let context = await withReader(visit)
    var response = context.page(
      ProblemPage(problem: problem, viewer: context.viewer, home: program.home), status: problem.status)
    response.fields += problem.fields.filter { $0.name != "WWW-Authenticate" }
    return response
  }

  /// A mistyped address is refused before anybody is looked up, yet its page stands in the frame of its reader.
  private func withReader(_ visit: Visit) async -> Context {
    guard visit.entry == nil, visit.context.request.head.hasCredential(program) else { return visit.context }
    var visit = visit
    do { try await visit.identify(program) } catch {
      program.log.notice("reader not known", ["error": .error(error), "request": .text(visit.context.requestID)])
    }
    return visit.context
  }

  private func signIn(_ visit: Visit) -> Response {
    let head = visit.context.request.head
    let next = head.method == "GET" || head.method == "HEAD" ? head.target : "/"
    return Redirect(to: program.signIn(next)).response()
  }

  private func staleForm(_ visit: Visit) -> Response {
    let problem = Problem.forbidden("send this form again")
    if visit.format == .json { return problem.response(requestID: visit.context.requestID) }
    return visit.context.page(StaleFormPage(), status: 403)
  }

  /// 500: the reader gets a number to quote, the log the rest.
  private func fault(_ error: any Error, _ visit: Visit) -> Response {
    program.log.error(
      "fault",
      [
        "error": .error(error), "request": .text(visit.context.requestID),
        "path": .text(visit.context.request.head.path),
      ])
    if visit.format == .json {
      let details = ProblemDetails.fault(requestID: visit.context.requestID)
      return Response(status: 500, type: "application/problem+json", details.json)
    }
    return visit.context.page(FaultPage(requestID: visit.context.requestID), status: 500)
  }
}

extension Problem {
  /// What an infrastructure's error means to the reader; nil for a fault of ours.
  init?(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case is NothingFound: self = .notFound("page")
    case is PoolFull: self = .unavailable("server")
    case is FileStoreError: self = .unavailable("file storage")
    case let error as StoreError:
      switch error {
      case .unavailable, .busy, .timeout, .full: self = .unavailable("database")
      // A race that no command foresaw: someone else took the name between the look and the change.
      case .unique: self = .conflict("Something with the same name or number is there already. Look again.")
      case .contended: self = .conflict("Someone else changed the same thing. Try again.")
      case .invalidText: self = .malformed("A text holds the character NUL.")
      default: return nil
      }
    default: return nil
    }
  }
}
