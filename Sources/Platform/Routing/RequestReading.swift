internal import Essentials
public import Payloads

extension Request {
  /// The request of a JSON call: from the query where the method has no body, else from the body.
  func payload<Value: Payload>(_: Value.Type, for endpoint: Endpoint) throws -> Value {
    if case .none = endpoint.body { return try query(Value.self) }
    try refuseParameters()
    guard case .form(let form) = body, case .upload = endpoint.body else { return try json(Value.self) }
    do throws(Faults) { return try Value(fields: form.fields) } catch { throw Problem.invalid(error.list) }
  }

  /// A call that takes no query refuses one, so that a mistyped parameter is not silently ignored.
  func refuseParameters() throws {
    guard !head.query.isEmpty else { return }
    _ = try query(NoPayload.self)
  }

  /// The parameters behind `?`. Throws `Problem.invalid` with every fault.
  public func query<Value: Payload>(_: Value.Type) throws -> Value {
    guard let fields = FieldValues(urlEncoded: head.query.utf8) else {
      throw Problem.malformed("The query is not valid percent-encoded UTF-8.")
    }
    do throws(Faults) { return try Value(fields: fields) } catch { throw Problem.invalid(error.list) }
  }

  /// The same for a page that people come to from anywhere: what it does not know or cannot read is left out.
  public func forgivingQuery<Value: Payload>(_: Value.Type) throws -> Value {
    guard var fields = FieldValues(urlEncoded: head.query.utf8) else {
      throw Problem.malformed("The query is not valid percent-encoded UTF-8.")
    }
    while true {
      do throws(Faults) { return try Value(fields: fields) } catch {
        let wrong = Set(error.list.map { String($0.field.prefix { $0 != "." }) })
        let kept = FieldValues(fields.items.filter { !wrong.contains($0.name) })
        if kept == fields { throw Problem.invalid(error.list) }
        fields = kept
      }
    }
  }

  /// The JSON body. Throws `Problem.unsupportedType`, `.malformed` for what is not JSON, or `.invalid` with every fault.
  public func json<Value: Payload>(_: Value.Type) throws -> Value {
    guard case .bytes(let bytes) = body else { throw Problem.unsupportedType("application/json") }
    let type = head.mediaType
    guard type == "application/json" || (type == nil && bytes.isEmpty) else {
      throw Problem.unsupportedType("application/json")
    }
    // A call whose fields are all optional may be sent without a body.
    do throws(Faults) { return try Value(json: bytes.isEmpty ? Array("{}".utf8) : bytes) } catch {
      if let first = error.list.first, first.field.isEmpty, ["syntax", "too_deep"].contains(first.code) {
        throw Problem.malformed("The body \(first.message).")
      }
      throw Problem.invalid(error.list)
    }
  }

  /// The fields of a submitted form. Throws `Problem.unsupportedType` or `.malformed`.
  public func formFields() throws -> FieldValues {
    if case .form(let form) = body { return form.fields }
    guard head.mediaType == "application/x-www-form-urlencoded", case .bytes(let bytes) = body else {
      throw Problem.unsupportedType("application/x-www-form-urlencoded")
    }
    guard let fields = FieldValues(urlEncoded: bytes) else {
      throw Problem.malformed("The form is not valid percent-encoded UTF-8.")
    }
    return fields
  }
}

extension RequestHead {
  /// The type of Content-Type without its parameters, in lower case.
  public var mediaType: String? {
    guard let value = headers["content-type"] else { return nil }
    return value.prefix { $0 != ";" }.lowercased().trimmed
  }
}

extension Response {
  init(_ payload: some Payload, status: Int) {
    if status == 204 {
      self.init(status: 204)
    } else {
      self.init(status: status, type: "application/json", payload.json)
      if status == 201, let located = payload as? any Located { fields.append(("Location", located.location.text)) }
    }
  }
}

/// A form as it was submitted: what was typed, and what is wrong with it. What a page shows again when it refuses.
public struct Draft: Sendable {
  public let values: FieldValues
  public let errors: [FieldError]
  public init(values: FieldValues = FieldValues(), errors: [FieldError] = []) {
    self.values = values
    self.errors = errors
  }
  /// What is wrong with a field, as a sentence to stand under it.
  public func error(of field: String) -> String? {
    let message = errors.first { $0.field == field || $0.field.hasPrefix(field + ".") }?.message
    return message.map { $0.prefix(1).uppercased() + $0.dropFirst() + ($0.hasSuffix(".") ? "" : ".") }
  }
}
