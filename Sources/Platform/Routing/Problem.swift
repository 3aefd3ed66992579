public import Payloads

/// The one error that crosses the edge; anything else thrown is a 500. The domain throws it and never answers HTTP.
public enum Problem: Error, Sendable, Equatable {
  /// Also for what the viewer may not know of.
  case notFound(String)
  case signInNeeded
  /// The address is known, the method is not among those it takes.
  case wrongMethod(allow: String)
  /// Signed in, but lacking the permission named here in words.
  case forbidden(String)
  /// Signed in and allowed in general, but this thing is not open to them now; the sentence says why.
  case locked(String)
  case invalid([FieldError])
  /// The state does not allow it; the sentence says what changed.
  case conflict(String)
  /// The body is not in a type this address takes.
  case unsupportedType(String)
  /// None of the types the client accepts can be given.
  case notAcceptable
  case tooLarge(limit: Int)
  case malformed(String)
  case tooMany(retryAfterSeconds: Int)
  case unavailable(String)
  /// What should prove who asks does not; `code` is the word for programs.
  case signInRefused(code: String, reason: String)
  /// Proven once; `token` comes back with the second proof, of one of these kinds.
  case secondFactorNeeded(token: String, kinds: [String])
  /// Signed in, but so long ago that what one is about to change asks for a new proof.
  case proofNeeded
  /// Signed in, but without the second factor that the school asks of this person.
  case secondFactorOwed

  public var status: Int {
    switch self {
    case .notFound: 404
    case .signInNeeded: 401
    case .wrongMethod: 405
    case .forbidden, .locked, .proofNeeded, .secondFactorOwed: 403
    case .invalid: 422
    case .conflict: 409
    case .unsupportedType: 415
    case .notAcceptable: 406
    case .tooLarge: 413
    case .malformed: 400
    case .tooMany: 429
    case .unavailable: 503
    case .signInRefused, .secondFactorNeeded: 401
    }
  }

  /// A stable word for programs.
  public var code: String {
    switch self {
    case .notFound: "not_found"
    case .signInNeeded: "sign_in_needed"
    case .wrongMethod: "wrong_method"
    case .forbidden: "forbidden"
    case .locked: "locked"
    case .invalid: "invalid"
    case .conflict: "conflict"
    case .unsupportedType: "unsupported_type"
    case .notAcceptable: "not_acceptable"
    case .tooLarge: "too_large"
    case .malformed: "malformed"
    case .tooMany: "too_many_requests"
    case .unavailable: "unavailable"
    case .signInRefused(let code, _): code
    case .secondFactorNeeded: "mfa_required"
    case .proofNeeded: "proof_needed"
    case .secondFactorOwed: "mfa_setup_required"
    }
  }

  public var title: String {
    switch self {
    case .notFound: "Not found"
    case .signInNeeded: "Sign in needed"
    case .wrongMethod: "Wrong method"
    case .forbidden: "Not allowed"
    case .locked: "Not open yet"
    case .invalid: "Some fields need attention"
    case .conflict: "Something changed meanwhile"
    case .unsupportedType: "Unsupported type"
    case .notAcceptable: "Not acceptable"
    case .tooLarge: "Too large"
    case .malformed: "Malformed request"
    case .tooMany: "Too many requests"
    case .unavailable: "Temporarily unavailable"
    case .signInRefused: "Sign-in refused"
    case .secondFactorNeeded: "Second factor needed"
    case .proofNeeded: "Prove that it is you"
    case .secondFactorOwed: "Set up a second factor first"
    }
  }

  /// One sentence for the person or the programmer.
  public var detail: String {
    switch self {
    case .notFound(let what): "There is no such \(what), or you may not see it."
    case .signInNeeded: "Sign in to go on."
    case .wrongMethod(let allow): "This address takes \(allow)."
    case .forbidden(let permission): "This needs the permission to \(permission)."
    case .locked(let reason): reason
    case .invalid(let errors): errors.count == 1 ? "One field is not right." : "\(errors.count) fields are not right."
    case .conflict(let reason): reason
    case .unsupportedType(let wanted): "Send \(wanted)."
    case .notAcceptable: "This address answers HTML or JSON."
    case .tooLarge(let limit): "At most \(limit) bytes are taken here."
    case .malformed(let what): what
    case .tooMany(let seconds): "Try again in \(seconds) seconds."
    case .unavailable(let part): "The \(part) does not answer. Try again in a moment."
    case .signInRefused(_, let reason): reason
    case .secondFactorNeeded: "Send this token with a code to /api/v1/auth/mfa."
    case .proofNeeded: "Send your password or a code to /api/v1/auth/factors/proof, then try again."
    case .secondFactorOwed: "Your role needs a second factor. Until you have one, only the ways to set it up are open."
    }
  }

  /// A single fault of one field.
  public static func invalid(_ field: String, _ code: String, _ message: String) -> Problem {
    .invalid([FieldError(field: field, code: code, message: message)])
  }
}
