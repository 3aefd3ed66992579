internal import Essentials
public import Payloads

/// What the table needs to know of a request's context.
public protocol RouteContext: Sendable { var request: Request { get } }

/// Every address the server answers. Built once at the start, then only read, by all loops at once.
public struct RouteTable<Context: RouteContext>: Sendable {
  public typealias Handler = @Sendable (Context, PathValues) async throws -> Response

  /// One row of the table, as the listings see it. A class, because every request is handed one.
  public final class Entry: Sendable {
    public let endpoint: Endpoint
    public let request: Schema?
    public let answer: Schema?
    public let status: Int
    public let handler: Handler

    init(
      endpoint: Endpoint, request: Schema?, answer: Schema?, status: Int, handler: @escaping Handler
    ) {
      self.endpoint = endpoint
      self.request = request
      self.answer = answer
      self.status = status
      self.handler = handler
    }
  }

  public enum Match: Sendable {
    case found(Entry, PathValues)
    case wrongMethod(allow: String)
    case missing
  }

  public private(set) var entries: [Entry] = []
  private var nodes = [RouteNode()]

  public init() {}

  public mutating func on<each Parameter, Reply: Answer>(
    _ route: Route<repeat each Parameter>,
    _ handler: @escaping @Sendable (Context, repeat each Parameter) async throws -> Reply
  ) {
    add(
      Entry(endpoint: route.endpoint, request: nil, answer: nil, status: 200) { context, values in
        var values = values
        return try await handler(context, repeat try values.next((each Parameter).self)).response()
      })
  }

  public mutating func on<Request: Payload, Reply: Payload, each Parameter>(
    _ call: Call<Request, Reply, repeat each Parameter>,
    _ handler: @escaping @Sendable (Context, Request, repeat each Parameter) async throws -> Reply
  ) {
    let endpoint = call.route.endpoint, status = call.status
    add(
      Entry(endpoint: endpoint, request: Request.schema, answer: Reply.schema, status: status) { context, values in
        var values = values
        let parameters = (repeat try values.next((each Parameter).self))
        let request = try context.request.payload(Request.self, for: endpoint)
        return Response(try await handler(context, request, repeat each parameters), status: status)
      })
  }

  public mutating func on<Reply: Payload, each Parameter>(
    _ call: Call<NoPayload, Reply, repeat each Parameter>,
    _ handler: @escaping @Sendable (Context, repeat each Parameter) async throws -> Reply
  ) {
    let endpoint = call.route.endpoint, status = call.status
    add(
      Entry(endpoint: endpoint, request: nil, answer: Reply.schema, status: status) { context, values in
        var values = values
        let parameters = (repeat try values.next((each Parameter).self))
        try context.request.refuseParameters()
        return Response(try await handler(context, repeat each parameters), status: status)
      })
  }

  private mutating func add(_ entry: Entry) {
    var node = 0
    for segment in entry.endpoint.segments { node = child(of: node, for: segment) }
    precondition(
      !nodes[node].methods.contains { $0.method == entry.endpoint.method },
      "\(entry.endpoint.method.rawValue) \(entry.endpoint.pattern) is declared twice.")
    entries.append(entry)
    nodes[node].methods.append((entry.endpoint.method, entries.count - 1))
  }

  private mutating func child(of node: Int, for segment: Endpoint.Segment) -> Int {
    switch segment {
    case .parameter:
      if let next = nodes[node].dynamic { return next }
      nodes[node].dynamic = nodes.count
    case .fixed(let text):
      let name = Array(text.utf8)
      if let next = nodes[node].fixed.first(where: { $0.name == name }) { return next.node }
      let place = nodes[node].fixed.firstIndex { name.sortsBefore($0.name) } ?? nodes[node].fixed.endIndex
      nodes[node].fixed.insert((name, nodes.count), at: place)
    }
    nodes.append(RouteNode())
    return nodes.count - 1
  }

  /// Finds what answers `path` (no query). The path decides first and a fixed word wins over a parameter; then the
  /// method: HEAD is answered by GET, and a known path with another method tells which methods it has.
  public func match(_ method: String, _ path: String) -> Match {
    var path = path
    let bytes = path.withUTF8 { unsafe Array($0) }
    guard bytes.first == 0x2F else { return .missing }
    var found = PathValues()
    // One trailing slash is accepted; an empty segment elsewhere is not.
    let end = bytes.count > 1 && bytes.last == 0x2F ? bytes.count - 1 : bytes.count
    guard let node = bytes.count == 1 ? 0 : descend(0, bytes[1..<end], &found), !nodes[node].methods.isEmpty else {
      return .missing
    }
    let wanted = method == "HEAD" ? "GET" : method
    guard let hit = nodes[node].methods.first(where: { $0.method.rawValue == wanted }) else {
      return .wrongMethod(allow: allowed(at: node))
    }
    return .found(entries[hit.entry], found)
  }

  private func descend(_ node: Int, _ rest: ArraySlice<UInt8>, _ values: inout PathValues) -> Int? {
    let end = rest.firstIndex(of: 0x2F) ?? rest.endIndex
    let segment = rest[..<end]
    if let next = nodes[node].fixedChild(segment), let hit = finish(next, rest, end, &values) { return hit }
    guard let next = nodes[node].dynamic, !segment.isEmpty else { return nil }
    let before = values.count
    values.append(segment)
    if let hit = finish(next, rest, end, &values) { return hit }
    values.removeLast(values.count - before)
    return nil
  }

  private func finish(_ node: Int, _ rest: ArraySlice<UInt8>, _ end: Int, _ values: inout PathValues) -> Int? {
    if end == rest.endIndex { return nodes[node].methods.isEmpty ? nil : node }
    return descend(node, rest[(end + 1)...], &values)
  }

  private func allowed(at node: Int) -> String {
    let methods = nodes[node].methods.map(\.method)
    let names = Method.allCases.filter(methods.contains).map(\.rawValue)
    return (["OPTIONS"] + (methods.contains(.get) ? ["HEAD"] + names : names)).joined(separator: ", ")
  }
}

private struct RouteNode: Sendable {
  /// Sorted by length, then bytes: most lookups are decided by comparing lengths.
  var fixed: [(name: [UInt8], node: Int)] = []
  var dynamic: Int?
  var methods: [(method: Method, entry: Int)] = []

  func fixedChild(_ segment: ArraySlice<UInt8>) -> Int? {
    var low = 0
    var high = fixed.count
    while low < high {
      let middle = (low + high) / 2
      let name = fixed[middle].name
      if name.count == segment.count, name.elementsEqual(segment) { return fixed[middle].node }
      if name.sortsBefore(segment) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

extension Collection<UInt8> {
  fileprivate func sortsBefore(_ other: some Collection<UInt8>) -> Bool {
    count == other.count ? lexicographicallyPrecedes(other) : count < other.count
  }
}

/// The parameters found in a path, still as text, in order.
public struct PathValues: Sendable {
  public private(set) var texts: [String] = []
  private var position = 0

  var count: Int { texts.count }
  mutating func append(_ segment: ArraySlice<UInt8>) { texts.append(String(decoding: segment, as: UTF8.self)) }
  mutating func removeLast(_ count: Int) { texts.removeLast(count) }

  /// A text that is no `Value` names nothing, so it is a 404 and not a 400.
  mutating func next<Value: PathValue>(_: Value.Type) throws -> Value {
    defer { position += 1 }
    guard let text = texts[position].percentDecoded, let value = Value(pathText: text) else {
      throw Problem.notFound("page")
    }
    return value
  }
}
