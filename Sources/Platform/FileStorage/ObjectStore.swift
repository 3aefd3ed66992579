internal import CCurl
internal import Cryptography
public import Essentials
internal import Glibc

/// A bucket of an object store that speaks the protocol of S3: where it is, and who asks.
public struct ObjectStore: Sendable {
  let origin: String, host: String, bucket: String, region: String
  let accessKey: String, secretKey: Secret<String>

  /// `https://KEY:SECRET@host/bucket?region=eu-central-1`; nil for what is none.
  public init?(url: Secret<String>) {
    let text = url.reveal()
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    let rest = text.dropFirst(scheme.count)
    guard let at = rest.lastIndex(of: "@") else { return nil }
    let keys = rest[..<at].split(separator: ":", maxSplits: 1), place = rest[rest.index(after: at)...]
    let parts = place.split(separator: "?", maxSplits: 1)
    let path = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: true)
    guard keys.count == 2, path.count == 2, let access = String(keys[0]).percentDecoded,
      let secret = String(keys[1]).percentDecoded
    else { return nil }
    host = String(path[0])
    bucket = String(path[1])
    origin = scheme + host
    region = parts.count == 2 && parts[1].hasPrefix("region=") ? String(parts[1].dropFirst(7)) : "us-east-1"
    accessKey = access
    secretKey = Secret(secret)
  }

  /// A call's path below the bucket and what it asks, in the order in which it is signed.
  struct Call {
    var method: String, key: String, query: [(String, String)] = []
    /// The SHA-256 of the body, in hexadecimal digits.
    var digest: String
  }

  /// The head fields of a call, signed (AWS Signature Version 4).
  func fields(of call: Call, at now: Instant) -> [String] {
    let time = now.stamp, day = String(time.prefix(8)), scope = "\(day)/\(region)/s3/aws4_request"
    let names = "host;x-amz-content-sha256;x-amz-date"
    let canonical = [
      call.method, path(of: call), Self.text(of: call.query), "host:\(host)", "x-amz-content-sha256:\(call.digest)",
      "x-amz-date:\(time)", "", names, call.digest,
    ].joined(separator: "\n")
    let text = ["AWS4-HMAC-SHA256", time, scope, Hex.text(SHA256.digest(of: canonical))].joined(separator: "\n")
    let words = [day, region, "s3", "aws4_request"]
    let key = words.reduce(Array("AWS4\(secretKey.reveal())".utf8)) { key, word in
      HMAC256.code(for: Array(word.utf8), key: key)
    }
    let signature = Hex.text(HMAC256.code(for: Array(text.utf8), key: key))
    return [
      "x-amz-content-sha256: \(call.digest)", "x-amz-date: \(time)", "Content-Type: application/octet-stream",
      "Authorization: AWS4-HMAC-SHA256 Credential=\(accessKey)/\(scope),SignedHeaders=\(names),Signature=\(signature)",
    ]
  }

  func path(of call: Call) -> String { "/\(bucket)" + (call.key.isEmpty ? "" : "/\(call.key)") }
  func url(of call: Call) -> String {
    origin + path(of: call) + (call.query.isEmpty ? "" : "?" + Self.text(of: call.query))
  }
  private static func text(of query: [(String, String)]) -> String {
    query.sorted { $0.0 < $1.0 }.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
  }
  static let nothing = Hex.text(SHA256.digest(of: ""))
}

extension ObjectStore {
  /// Sends a file; its digest is that of its bytes, which the store checks.
  func put(_ key: String, _ source: borrowing OpenFile, digest: String) throws(FileStoreError) {
    let call = Call(method: "PUT", key: key, digest: digest)
    let answer = try run(call, source: source.descriptor, size: source.size, target: -1)
    guard answer.status == 200 else { throw .disk("object store: PUT", code: Int32(answer.status)) }
  }

  /// Brings an object into a file; false if there is none.
  func get(_ key: String, into target: borrowing OpenFile) throws(FileStoreError) -> Bool {
    let answer = try run(
      Call(method: "GET", key: key, digest: Self.nothing), source: -1, size: 0, target: target.descriptor)
    if answer.status == 404 { return false }
    guard answer.status == 200 else { throw .disk("object store: GET", code: Int32(answer.status)) }
    return true
  }

  func delete(_ key: String) throws(FileStoreError) {
    let answer = try run(Call(method: "DELETE", key: key, digest: Self.nothing), source: -1, size: 0, target: -1)
    guard [200, 204, 404].contains(answer.status) else {
      throw .disk("object store: DELETE", code: Int32(answer.status))
    }
  }

  /// What lies under a prefix, and since when. One page of it: what is left comes another night.
  func list(_ prefix: String) throws(FileStoreError) -> [(key: String, changed: String)] {
    let query = [("list-type", "2"), ("prefix", prefix)]
    let answer = try run(
      Call(method: "GET", key: "", query: query, digest: Self.nothing), source: -1, size: 0, target: -1)
    guard answer.status == 200 else { throw .disk("object store: list", code: Int32(answer.status)) }
    let text = String(decoding: answer.body, as: UTF8.self)
    return text.split(separator: "<Contents>").dropFirst().compactMap { part in
      guard let key = part.inside("Key"), let changed = part.inside("LastModified") else { return nil }
      return (key, changed)
    }
  }

  private func run(_ call: Call, source: Int32, size: Int, target: Int32) throws(FileStoreError) -> (
    status: Int, body: [UInt8]
  ) {
    var memory = [UInt8](repeating: 0, count: 4 << 20), status = 0, length = 0
    let fields = fields(of: call, at: .now()).joined(separator: "\n"), url = url(of: call), method = call.method
    let code = unsafe memory.withUnsafeMutableBytes { room -> Int32 in
      var wire = unsafe object_call()
      unsafe wire.source = source
      unsafe wire.target = target
      unsafe wire.end = curl_off_t(size)
      unsafe wire.memory = room.baseAddress?.assumingMemoryBound(to: CChar.self)
      unsafe wire.room = room.count
      let code = unsafe object_call_run(&wire, method, url, fields, 5000, 30)
      status = unsafe wire.status
      length = unsafe wire.length
      return code
    }
    guard code == 0 else { throw .disk("object store: \(call.method)", code: code) }
    return (status, Array(memory.prefix(length)))
  }
}

extension Substring {
  /// What stands in the first element of this name.
  fileprivate func inside(_ name: String) -> String? {
    guard let start = firstRange(of: "<\(name)>"), let end = firstRange(of: "</\(name)>"),
      start.upperBound <= end.lowerBound
    else { return nil }
    return String(self[start.upperBound..<end.lowerBound])
  }
}

extension Instant {
  /// `20261121T143000Z`.
  fileprivate var stamp: String {
    let time = civil
    let date = "\(time.year)\(time.month.padded(2))\(time.day.padded(2))"
    return date + "T\(time.hour.padded(2))\(time.minute.padded(2))\(time.second.padded(2))Z"
  }
}
