internal import CLinux
internal import Essentials
internal import Glibc
internal import Synchronization

/// Why a program did not do what it was asked for.
public enum ProgramFailure: Error, Sendable, CustomStringConvertible {
  case notInstalled(String)
  case tookTooLong
  case cancelled
  /// It ended with this number; what it said last.
  case failed(Int32, String)

  public var description: String {
    switch self {
    case .notInstalled(let name): "\(name) is not installed"
    case .tookTooLong: "it took too long"
    case .cancelled: "it was stopped"
    case .failed(let number, let words): "it ended with \(number): \(words)"
    }
  }
}

/// What the caller holds to stop a program.
final class StopFlag: Sendable {
  private let isSet = Atomic<Bool>(false)
  func set() { isSet.store(true, ordering: .relaxed) }
  var isStopped: Bool { isSet.load(ordering: .relaxed) }
}

/// Another program, run to its end on a thread that may wait: with limits on memory, processor and wall time, without
/// our environment and our descriptors. Strangers' bytes are decoded there and not here.
struct ChildProgram {
  let name: String, arguments: [String]
  /// Seconds of the processor, and by the clock.
  let seconds: Int
  static let memory = 3 << 30
  private static let keptErrors = 4096

  /// Runs it; `line` is called with each line that it prints. Answers everything it printed, at most `most` bytes.
  func run(_ stop: StopFlag, most: Int = 1 << 20, line: ((Substring) -> Void)? = nil) throws(ProgramFailure) -> String {
    let words =
      ["prlimit", "--as=\(Self.memory)", "--cpu=\(seconds)", "--core=0", "--nofile=128", "--", name] + arguments
    var output: Int32 = -1, errors: Int32 = -1
    let joined = words.flatMap { Array($0.utf8CString) }
    let number = unsafe program_begin(joined, Int32(words.count), &output, &errors)
    guard number > 0 else { throw .notInstalled(name) }
    var printed: [UInt8] = [], said: [UInt8] = [], rest: [UInt8] = []
    let deadline = Instant.now() + Seconds(Int64(seconds))
    var failure: ProgramFailure?
    while output >= 0 || errors >= 0 {
      if stop.isStopped { failure = .cancelled } else if Instant.now() > deadline { failure = .tookTooLong }
      if failure != nil { break }
      let news = program_news(output, errors, 250)
      if news & 1 != 0 {
        let bytes = Self.read(&output)
        if let line { Self.cut(&rest, bytes, line) } else if printed.count < most { printed += bytes }
      }
      if news & 2 != 0 { said = Array((said + Self.read(&errors)).suffix(Self.keptErrors)) }
    }
    if failure != nil { kill(-number, SIGKILL) }
    for descriptor in [output, errors] where descriptor >= 0 { close(descriptor) }
    let end = Self.end(of: number)
    if let failure { throw failure }
    guard end == 0 else {
      if end == 127 { throw .notInstalled(name) }
      throw .failed(end, String(decoding: said, as: UTF8.self).filter { $0 != "\n" })
    }
    return String(decoding: printed, as: UTF8.self)
  }

  /// The number it ended with; its pipes are closed, so it ends soon or is made to.
  private static func end(of number: Int32) -> Int32 {
    for round in 0... {
      let end = program_end(number)
      if end >= 0 { return end }
      if round == 500 { kill(-number, SIGKILL) }
      usleep(10_000)
    }
    return 255
  }

  private static func read(_ descriptor: inout Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 { return Array(bytes.prefix(count)) }
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    close(descriptor)
    descriptor = -1
    return []
  }

  private static func cut(_ rest: inout [UInt8], _ bytes: [UInt8], _ line: (Substring) -> Void) {
    rest += bytes
    while let end = rest.firstIndex(of: 0x0A) {
      line(Substring(String(decoding: rest[..<end], as: UTF8.self)))
      rest.removeSubrange(...end)
    }
    if rest.count > 65_536 { rest = [] }
  }
}
