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
  /// Only of a sign-in that is half done.
  var token: Change<String> = .keep, kinds: Change<[String]> = .keep

  public static let shape = Shape(
    "Problem", Self.init(type:title:status:detail:code:requestID:errors:token:kinds:),
    Field("type", \.type, "Always about:blank; the code tells problems apart"), Field("title", \.title),
    Field("status", \.status),
    Field("detail", \.detail), Field("code", \.code, "A stable word for programs"),
    Field("request_id", \.requestID, "Quote it when you ask for help"),
    Field("errors", \.errors, "Each fault of each field, for 422"),
    Field("mfa_token", \.token, "To send with the code, for mfa_required"),
    Field("mfa_kinds", \.kinds, "The second factors that the person has, for mfa_required"))
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
    var details = ProblemDetails(
      type: "about:blank", title: title, status: status, detail: detail, code: code, requestID: requestID,
      errors: errors)
    if case .secondFactorNeeded(let token, let kinds) = self {
      (details.token, details.kinds) = (.set(token), .set(kinds))
    }
    var response = Response(status: status, type: "application/problem+json", details.json)
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
