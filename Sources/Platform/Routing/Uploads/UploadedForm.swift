internal import Essentials
public import Payloads

/// The parts of a `multipart/form-data` body: fields as any form has them, and files.
public struct UploadedForm: Sendable {
  public let fields: FieldValues
  public let files: [UploadedFile]
}

/// A file of an upload. Its bytes stay where the server spooled the body, and go when the request ends.
public struct UploadedFile: Sendable, Hashable {
  /// The name of the form field.
  public let field: String
  /// What the sender calls the file: the last part of its path, a text and never a path of ours.
  public let name: String
  /// The spooled body, and where in it the file lies.
  public let path: String, range: Range<Int>
}

/// How much a form with files may consist of, beside the limit of its route on the whole body.
enum UploadLimits {
  static let parts = 64
  /// Bytes of the header lines of one part.
  static let header = 8_192
  /// Bytes of all fields together that are no files.
  static let fields = 262_144
  static let fileName = 255
}

extension Request {
  /// The request with its body taken apart, if it is a spooled form with files; reads the whole body once, in pieces.
  /// Throws `Problem.malformed`, `.tooLarge` or `.invalid`.
  public func withParts() throws -> Request {
    guard case .file(let path, let size) = body, head.mediaType == UploadedForm.mediaType else { return self }
    guard let boundary = head.multipartBoundary else {
      throw Problem.malformed("The Content-Type of the upload has no valid boundary.")
    }
    var reader = try MultipartReader(path: path, size: size, boundary: boundary)
    return Request(head: head, body: .form(try reader.form()))
  }

  /// The file in a field of the form; nil if none was chosen. Throws `Problem.invalid` for more than one, and for a name
  /// that is none.
  public func file(_ field: String) throws -> UploadedFile? {
    guard case .form(let form) = body else { return nil }
    let found = form.files.filter { $0.field == field }
    guard found.count < 2 else { throw Problem.invalid(field, "several", "takes one file") }
    guard let name = found.first?.name else { return nil }
    guard name.utf8.count <= UploadLimits.fileName else {
      throw Problem.invalid(field, "file_name", "has a name of more than \(UploadLimits.fileName) bytes")
    }
    let isClean = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard isClean else { throw Problem.invalid(field, "file_name", "has control characters in its name") }
    return found.first
  }
}

extension UploadedForm {
  public static let mediaType = "multipart/form-data"
}

extension RequestHead {
  /// The parameter of Content-Type (RFC 2046 §5.1.1); nil if it is absent or not allowed.
  fileprivate var multipartBoundary: String? {
    guard let value = headers["content-type"] else { return nil }
    let found = HeaderParameters(value)["boundary"] ?? ""
    let isAllowed = found.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "'()+_,-./:=? ".utf8.contains(byte)
      }
    }
    return (1...70).contains(found.utf8.count) && isAllowed && !found.hasSuffix(" ") ? found : nil
  }
}

/// What stands behind the first semicolon of a header field: `name=value` or `name="value"`.
struct HeaderParameters {
  private var values: [(name: String, value: String)] = []
  /// What stands before the first semicolon, in lower case.
  let kind: String

  subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

  init(_ text: String) {
    var rest = text[...]
    kind = String(rest.prefix { $0 != ";" }).trimmed.lowercased()
    rest = rest.drop { $0 != ";" }
    while rest.popFirst() != nil {
      let name = String(rest.prefix { $0 != "=" && $0 != ";" })
      rest = rest.dropFirst(name.count)
      guard rest.first == "=" else { continue }
      rest.removeFirst()
      values.append((name.trimmed.lowercased(), Self.value(&rest)))
    }
  }

  /// Browsers write a quotation mark in a name as `%22` (HTML §4.10.22.8), other clients as `\"`; a lone backslash is
  /// part of a path that an old browser sent.
  private static func value(_ rest: inout Substring) -> String {
    guard rest.first == "\"" else {
      let token = rest.prefix { $0 != ";" }
      rest = rest.dropFirst(token.count)
      return String(token).trimmed
    }
    rest.removeFirst()
    var value = ""
    while let next = rest.popFirst(), next != "\"" {
      if next == "\\", rest.first == "\"" { value.append(rest.removeFirst()) } else { value.append(next) }
    }
    rest = rest.drop { $0 != ";" }
    return value.replacing("%22", with: "\"")
  }
}
