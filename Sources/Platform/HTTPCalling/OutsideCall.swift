internal import CCurl
internal import Essentials

/// One call by libcurl, without redirects.
struct OutsideCall: Sendable {
  let url: String
  let lines: [String]
  let data: [UInt8]?
  let most: Int
  let milliseconds: Int
  let authority: String
  let isEncrypted: Bool
  let rule: OutsideAddress

  private static let connectMilliseconds = 5_000

  /// Blocks until the answer is there or its time is over.
  func run() throws(CallError) -> (HTTPAnswer, redirect: String?) {
    precondition(Self.isStarted, "libcurl does not start.")
    let leave = Leave(rule: rule, isEncrypted: isEncrypted)
    var call = unsafe outside_call()
    unsafe call.most = most
    unsafe call.context = Unmanaged.passUnretained(leave).toOpaque()
    unsafe call.may_reach = { context, bytes, length in
      guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
      let leave = unsafe Unmanaged<Leave>.fromOpaque(context).takeUnretainedValue()
      return leave.isGiven(to: unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(length)))) ? 1 : 0
    }
    defer { unsafe outside_call_end(&call) }
    let code = withExtendedLifetime(leave) { unsafe perform(&call) }
    if code != CURLE_OK { throw unsafe Self.error(code, call) }
    return unsafe (Self.answer(call), call.redirect.map { unsafe String(cString: $0) })
  }

  private func perform(_ call: inout outside_call) -> CURLcode {
    let fields = lines.joined(separator: "\n"), connect = min(Self.connectMilliseconds, milliseconds)
    guard let data else {
      return CURLcode(
        UInt32(unsafe outside_call_run(&call, url, fields, nil, 0, authority, connect, milliseconds)))
    }
    // A body without bytes still needs an address of its own, or it would be no POST.
    return unsafe (data + [0]).withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        CURLcode(
          UInt32(
            unsafe outside_call_run(
              &call, url, fields, bytes.baseAddress, data.count, authority, connect, milliseconds)))
      }
    }
  }

  private static func answer(_ call: outside_call) -> HTTPAnswer {
    let head = unsafe String(decoding: bytes(call.head, call.head_length), as: UTF8.self)
    let fields = head.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (name: parts[0].lowercased(), value: withoutBlanks(parts[1])) : nil
    }
    return unsafe HTTPAnswer(status: call.status, fields: fields, body: bytes(call.body, call.body_length))
  }

  private static func withoutBlanks(_ value: Substring) -> String {
    var value = value.drop { $0 == " " || $0 == "\t" }
    while value.last == " " || value.last == "\t" { value.removeLast() }
    return String(value)
  }

  private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> [UInt8] {
    guard let start = unsafe start else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private static func error(_ code: CURLcode, _ call: outside_call) -> CallError {
    let words = unsafe String(cString: curl_easy_strerror(code))
    return switch code {
    case _ where unsafe call.is_too_large != 0: .tooLarge
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_OPERATION_TIMEDOUT: .tooSlow
    case CURLE_COULDNT_CONNECT where unsafe call.is_forbidden != 0: .forbiddenAddress
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .untrusted(words)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badAddress
    default: .unreachable(words)
    }
  }

  private static let isStarted = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
}

/// What libcurl asks before it connects.
private final class Leave: Sendable {
  private let rule: OutsideAddress
  private let isEncrypted: Bool

  init(rule: OutsideAddress, isEncrypted: Bool) {
    self.rule = rule
    self.isEncrypted = isEncrypted
  }
  func isGiven(to bytes: [UInt8]) -> Bool {
    InternetAddress(bytes: bytes).map { rule.mayBeReached($0, isEncrypted: isEncrypted) } ?? false
  }
}
