internal import EvolvApp
internal import EvolvCore
public import Routing
public import Testing

/// A file as a test sends it.
public struct SentFile: Sendable {
  public let name: String, bytes: [UInt8]
  /// What the sender claims it is; nobody believes that.
  public let claim: String

  public init(_ name: String, _ bytes: [UInt8], claiming claim: String = "application/octet-stream") {
    self.name = name
    self.bytes = bytes
    self.claim = claim
  }
  public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  /// A white picture of so many pixels: a real PNG.
  public static func picture(_ name: String = "picture.png", width: Int = 2, height: Int = 2) -> SentFile {
    func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) } }
    let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let header: [UInt8] = [0, 0, 0, 13] + Array("IHDR".utf8) + number(width) + number(height) + [8, 2, 0, 0, 0]
    return SentFile(
      name, start + header + [0, 0, 0, 0] + [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82])
  }
  /// A document that libmagic takes for one.
  public static func document(_ name: String = "sheet.pdf", pages: String = "one") -> SentFile {
    SentFile(name, "%PDF-1.7\n1 0 obj\n<< /Pages (\(pages)) >>\nendobj\n%%EOF\n")
  }
}

/// Reports name the file and leave its bytes out.
extension SentFile: CustomTestStringConvertible, CustomReflectable {
  public var testDescription: String { "\(name.prefix(40)), \(bytes.count) bytes" }
  public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

extension School {
  /// Sends a form with a file from one of our own pages.
  public func upload(
    _ file: SentFile?, to target: String, form: KeyValuePairs<String, String> = [:], as caller: Caller,
    token: String? = nil
  ) async throws -> Reply {
    let binding = try await session(of: caller) ?? Self.visit
    let fields = [("csrf", token ?? program.facilities.forgery.token(for: binding))] + form.map { ($0.key, $0.value) }
    return try await send(
      "POST", target, headers: [("Accept", "text/html"), ("Cookie", "session=" + binding), Self.multipart],
      body: Self.body(fields, file))
  }

  /// The same by a call of the API.
  public func upload(
    _ file: SentFile?, by method: Routing.Method = .post, calling target: String,
    form: KeyValuePairs<String, String> = [:], as caller: Caller
  ) async throws -> Reply {
    var headers = [("Accept", "application/json"), Self.multipart]
    if let token = try await accessToken(of: caller) { headers.append(("Authorization", "Bearer " + token)) }
    return try await send(
      method.rawValue, target, headers: headers, body: Self.body(form.map { ($0.key, $0.value) }, file))
  }

  private static let boundary = "----boundary-of-the-tests"
  private static let multipart = ("Content-Type", "multipart/form-data; boundary=" + boundary)

  private static func body(_ fields: [(String, String)], _ file: SentFile?) -> [UInt8] {
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    if let file {
      let disposition = "form-data; name=\"file\"; filename=\"\(file.name)\""
      body += Array(
        "--\(boundary)\r\nContent-Disposition: \(disposition)\r\nContent-Type: \(file.claim)\r\n\r\n".utf8)
      body += file.bytes + [0x0D, 0x0A]
    }
    return body + Array("--\(boundary)--\r\n".utf8)
  }
}
