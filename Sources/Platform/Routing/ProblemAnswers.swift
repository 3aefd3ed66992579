public import Payloads

extension ProblemDetails {
  /// The answer for a fault of ours: nothing but the number to quote.
  public static func fault(requestID: String) -> ProblemDetails {
    ProblemDetails(
      type: "about:blank", title: "Something went wrong here", status: 500,
      detail: "It was logged. Quote the request id if you ask for help.",
      code: "fault", requestID: requestID, errors: nil)
  }
}

extension ProblemDetails {
  /// What the server refused before any handler saw it.
  public static func refused(
    _ status: Int, _ code: String, title: String, detail: String, requestID: String
  ) -> ProblemDetails {
    ProblemDetails(
      type: "about:blank", title: title, status: status, detail: detail, code: code, requestID: requestID, errors: nil)
  }
}

/// RFC 9457 problem details, as every refusal of the API is sent.
public struct ProblemDetails: Payload {
  let type: String, title: String, status: Int, detail: String, code: String, requestID: String, errors: [ProblemField]?

  public static let shape = Shape(
    "Problem", Self.init,
    Field("type", \.type, "Always about:blank; the code tells problems apart"), Field("title", \.title),
    Field("status", \.status),
    Field("detail", \.detail), Field("code", \.code, "A stable word for programs"),
    Field("request_id", \.requestID, "Quote it when you ask for help"),
    Field("errors", \.errors, "Each fault of each field, for 422"))
}

/// The problem of a sign-in that is half done, with what to go on with.
private struct HalfSignedIn: Payload {
  let details: ProblemDetails, way: SecondStepWay

  init(_ details: ProblemDetails, token: String, kinds: [String]) {
    self.init(details, SecondStepWay(token: token, kinds: kinds))
  }
  private init(_ details: ProblemDetails, _ way: SecondStepWay) {
    self.details = details
    self.way = way
  }

  static let shape = Shape(ProblemDetails.shape, \.details, SecondStepWay.shape, \.way) { Self($0, $1) }
}

private struct SecondStepWay: Payload {
  let token: String, kinds: [String]
  static let shape = Shape(
    "SecondFactorProblem", Self.init(token:kinds:), Field("mfa_token", \.token), Field("mfa_kinds", \.kinds))
}

public struct ProblemField: Payload {
  let field: String, code: String, message: String
  public static let shape = Shape(
    "ProblemField", Self.init, Field("field", \.field), Field("code", \.code), Field("message", \.message))
}

extension Problem {
  /// The answer of the API; the page's is written by the design.
  public func response(requestID: String) -> Response {
    var errors: [ProblemField]?
    if case .invalid(let faults) = self {
      errors = faults.map { ProblemField(field: $0.field, code: $0.code, message: $0.message) }
    }
    let details = ProblemDetails(
      type: "about:blank", title: title, status: status, detail: detail, code: code, requestID: requestID,
      errors: errors)
    var response = Response(status: status, type: "application/problem+json", details.json)
    if case .secondFactorNeeded(let token, let kinds) = self {
      response.body = .bytes(HalfSignedIn(details, token: token, kinds: kinds).json)
    }
    response.fields += fields
    return response
  }

  /// The header fields that belong to the status, on pages and API answers alike.
  public var fields: [(name: String, value: String)] {
    switch self {
    case .tooMany(let seconds): [("Retry-After", String(seconds))]
    case .unavailable: [("Retry-After", "5")]
    case .signInRefused, .secondFactorNeeded: [("WWW-Authenticate", "Bearer")]
    case .wrongMethod(let allow): [("Allow", allow)]
    case .signInNeeded: [("WWW-Authenticate", "Bearer")]
    default: []
    }
  }
}
