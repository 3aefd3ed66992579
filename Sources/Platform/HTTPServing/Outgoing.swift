internal import Essentials
internal import Routing

/// An answer as it goes out: what the handler gave, fitted to what the reader has already, wants of it and can read.
struct Outgoing {
  enum Body {
    case bytes([UInt8])
    case file(path: String, offset: Int, length: Int)
    case stream(@Sendable () async throws -> [UInt8]?)
    /// Not sent, but told of.
    case absent(length: Int)
  }

  var status: Int
  var fields: [(name: String, value: String)]
  var body: Body

  init(_ response: Response, to head: RequestHead?, compresses: Bool = true, closes: Bool = false) {
    status = response.status
    fields = response.fields.filter { !Self.isServers($0.name) }
    switch response.body {
    case .bytes(let bytes): body = .bytes(bytes)
    case .file(let path, let size): body = .file(path: path, offset: 0, length: size)
    case .stream(let next): body = .stream(next)
    }
    if let head { fit(to: head, compresses: compresses) }
    if closes { fields.append(("Connection", "close")) }
  }

  private mutating func fit(to head: RequestHead, compresses: Bool) {
    if compresses, case .bytes(let bytes) = body { shorten(bytes, for: head) }
    guard status == 200, head.method == "GET" || head.method == "HEAD" else { return }
    if case .file = body { fields.append(("Accept-Ranges", "bytes")) }
    if isKnown(to: head) {
      becomeNotModified()
    } else if head.method == "GET", case .file(let path, _, let size) = body {
      cut(path, size, for: head)
    }
  }

  /// Whether framing makes this field the server's business.
  private static func isServers(_ name: String) -> Bool {
    switch name.utf8.count {
    case 10: name.equalsIgnoringASCIICase("connection")
    case 14: name.equalsIgnoringASCIICase("content-length")
    case 17: name.equalsIgnoringASCIICase("transfer-encoding")
    default: false
    }
  }

  private func value(_ name: StaticString) -> String? { fields.value(of: name) }
  private mutating func set(_ name: String, _ value: String) {
    let wanted = name.lowercased()
    fields.removeAll { $0.name.equalsIgnoringASCIICase(wanted) }
    fields.append((name, value))
  }

  // MARK: what the reader has

  private func isKnown(to head: RequestHead) -> Bool {
    if let list = head.headers["if-none-match"] {
      guard let tag = value("etag").flatMap(EntityTag.init) else { return false }
      return head.headers.all("if-none-match").contains { tag.isNamed(in: $0) } || tag.isNamed(in: list)
    }
    guard let date = head.headers["if-modified-since"] else { return false }
    return date == value("last-modified")
  }

  /// The length is that of the answer which is not sent, so it must be known.
  private mutating func becomeNotModified() {
    switch body {
    case .bytes(let bytes): body = .absent(length: bytes.count)
    case .file(_, _, let length), .absent(let length): body = .absent(length: length)
    case .stream: return
    }
    status = 304
    fields.removeAll { $0.name.lowercased().hasPrefix("content-") && $0.name.lowercased() != "content-location" }
  }

  // MARK: the parts the reader wants

  private mutating func cut(_ path: String, _ size: Int, for head: RequestHead) {
    guard mayCut(for: head) else { return }
    switch ByteRanges(head.headers["range"], size: size) {
    case .whole: break
    case .unsatisfiable:
      status = 416
      body = .bytes([])
      set("Content-Range", "bytes */\(size)")
    case .parts(let parts) where parts.count == 1:
      status = 206
      body = .file(path: path, offset: parts[0].lowerBound, length: parts[0].count)
      set("Content-Range", "bytes \(parts[0].lowerBound)-\(parts[0].upperBound - 1)/\(size)")
    case .parts(let parts):
      status = 206
      let multipart = FileParts(of: path, size: size, parts, type: value("content-type"))
      body = .stream(multipart.next)
      set("Content-Type", "multipart/byteranges; boundary=\(multipart.boundary)")
    }
  }

  /// `If-Range` holds only for the very version the reader has: a strong tag, or the date.
  private func mayCut(for head: RequestHead) -> Bool {
    guard let condition = head.headers["if-range"] else { return true }
    guard let wanted = EntityTag(condition) else { return condition == value("last-modified") }
    return !wanted.isWeak && value("etag").flatMap(EntityTag.init) == wanted
  }

  // MARK: what the reader can read

  private mutating func shorten(_ bytes: [UInt8], for head: RequestHead) {
    guard bytes.count >= Compression.shortest, bytes.count <= Compression.longest, status != 206,
      Compression.isWorthwhile(type: value("content-type")), value("content-encoding") == nil,
      !mayNotBeChanged
    else { return }
    vary()
    guard let coding = ContentCoding.preferred(head.headers["accept-encoding"]),
      let shorter = coding.encode(bytes, .now)
    else { return }
    body = .bytes(shorter)
    fields.append(("Content-Encoding", coding.rawValue))
    if let tag = value("etag").flatMap(EntityTag.init) { set("ETag", tag.weakened) }
  }

  private var mayNotBeChanged: Bool {
    guard let rules = value("cache-control"), rules.utf8.count >= "no-transform".utf8.count else { return false }
    return rules.parts(between: ",").contains { $0.trimmingBlanks == "no-transform" }
  }

  private mutating func vary() {
    guard let old = value("vary") else { return fields.append(("Vary", "Accept-Encoding")) }
    guard old != "*", !old.lowercased().contains("accept-encoding") else { return }
    set("Vary", "\(old), Accept-Encoding")
  }
}
