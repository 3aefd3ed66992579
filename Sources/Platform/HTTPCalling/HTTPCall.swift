/// One call of another server, with its bounds. The name of a field may hold no colon and neither part a line break.
public struct HTTPCall: Sendable {
  public enum Body: Sendable {
    /// Asks by GET.
    case none
    /// A POST of this type.
    case bytes([UInt8], type: String)
  }

  public let url: String
  public var fields: [(name: String, value: String)]
  public var body: Body
  /// Bytes of a body that are taken; a longer one is refused.
  public var most = 1_000_000
  /// Until everything is there.
  public var milliseconds = 10_000
  /// Redirects that are followed, by GET only; without, one is an answer like any other.
  public var redirects = 0

  public init(_ url: String, fields: [(name: String, value: String)] = [], body: Body = .none) {
    self.url = url
    self.fields = fields
    self.body = body
  }

  /// A POST of form fields.
  public init(_ url: String, form: [(name: String, value: String)], fields: [(name: String, value: String)] = []) {
    let text = form.map { "\($0.name.formEncoded)=\($0.value.formEncoded)" }.joined(separator: "&")
    self.init(url, fields: fields, body: .bytes(Array(text.utf8), type: "application/x-www-form-urlencoded"))
  }
}

/// What another server answered.
public struct HTTPAnswer: Sendable {
  public let status: Int
  public let fields: [(name: String, value: String)]
  public let body: [UInt8]

  /// The first field of this name, however it is written.
  public func field(_ name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name == name }?.value
  }
}

/// Why there is no answer.
public enum CallError: Error, Sendable, Equatable {
  /// No `https://` address that could be called.
  case badAddress
  /// The name leads to an address inside, which nobody outside may make us call.
  case forbiddenAddress
  case unreachable(String)
  /// Its certificate does not hold.
  case untrusted(String)
  case tooSlow, tooLarge, tooManyRedirects

  /// What happened, after the name of the server.
  public var words: String {
    switch self {
    case .badAddress: "is not an address that can be called"
    case .forbiddenAddress: "leads to an address that may not be called from here"
    case .unreachable(let reason): "cannot be reached: \(reason)"
    case .untrusted(let reason): "does not prove who it is: \(reason)"
    case .tooSlow: "takes too long to answer"
    case .tooLarge: "answers more than is taken"
    case .tooManyRedirects: "redirects too often"
    }
  }
}
