import Essentials
import Foundation
import Telemetry
import Testing

private func at(_ text: String) throws -> Instant { try #require(Instant(text: text)) }

@Suite struct `Writing the log` {
  let sink = LogSink.memory()

  private func log(_ level: LogLevel = .debug) throws -> Log {
    let moment = try at("2026-11-21T09:00:00.000042Z")
    return Log(to: sink, level: level, clock: { moment })
  }
  private func parsed(_ line: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func `an event is one JSON line with time, level, name and typed fields`() throws {
    try log().info(
      "request_finished", ["status": 200, "path": .text("/a"), "seconds": 0.25, "cached": false, "user": .nothing])
    #expect(
      sink.lines == [
        #"{"time":"2026-11-21T09:00:00.000042Z","level":"info","event":"request_finished","status":200,"path":"/a","seconds":0.25,"cached":false,"user":null}"#
      ])
  }

  @Test func `bound fields stand in every line that follows`() throws {
    let bound = try log().with(["request": "r1"]).with(["loop": 2])
    bound.info("one")
    bound.error("two", ["n": 1])
    #expect(try sink.lines.map { try parsed($0)["request"] as? String } == ["r1", "r1"])
    #expect(try parsed(sink.lines[1])["loop"] as? Int == 2)
  }

  @Test func `a value from outside cannot start a line or break the JSON`() throws {
    let hostile = "x\"}\n{\"level\":\"error\"\r\t\u{0}\u{1B}[31m\u{7F}\\ 🎓 \u{2028}"
    try log().info("seen", ["text": .text(hostile)])
    #expect(sink.lines.count == 1)
    #expect(try parsed(sink.lines[0])["text"] as? String == hostile)
  }

  @Test func `a very long text is cut at a character's border`() throws {
    try log().info("seen", ["text": .text(String(repeating: "é", count: 10_001))])
    let text = try #require(try parsed(sink.lines[0])["text"] as? String)
    #expect(text.utf8.count < 4200 && text.hasSuffix("é…"))
  }

  @Test func `a level that is off computes nothing`() throws {
    func never() -> LogFields { Issue.record("computed"); return [:] }
    try log(.warning).info("quiet", never())
    Log.none.error("quiet", never())
    try log(.warning).warning("loud")
    #expect(sink.lines.count == 1)
  }

  @Test func `a secret shows only that there is one`() throws {
    let secret = Secret("hunter2")
    try log().info(
      "signed_in", ["password": .secret(secret), "debug": .text("\(secret) \(String(reflecting: secret))")])
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!sink.lines[0].contains("hunter2") && !dumped.contains("hunter2"))
    #expect(sink.lines[0].contains("[secret]"))
  }

  @Test func `a number that JSON does not know becomes null`() throws {
    try log().info("odd", ["a": .real(.infinity), "b": .real(.nan), "c": .number(UInt64.max)])
    #expect(sink.lines[0].hasSuffix(#""a":null,"b":null,"c":9223372036854775807}"#))
  }

  @Test func `lines reach a descriptor in order, and a flush waits for them`() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    defer { unlink(path); close(file) }
    let log = Log(to: LogSink(descriptor: file))
    for number in 0..<2000 { log.info("counted", ["n": .number(number)]) }
    log.flush()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(try lines.map { try parsed($0)["n"] as? Int } == Array(0..<2000))
  }

  @Test func `a reader that stands still holds nobody up, and what was lost is counted`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let log = Log(to: LogSink(descriptor: ends[1], capacity: 4096))
    // Far more than a pipe and the buffer hold: without the bound this would wait for ever.
    for number in 0..<20_000 { log.info("counted", ["n": .number(number)]) }
    var text = "", bytes = [UInt8](repeating: 0, count: 65536), seen = 0, lost = 0
    while seen + lost < 20_000 {
      let count = read(ends[0], &bytes, bytes.count)
      text += String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
      let whole = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      for line in whole.dropLast() {
        if try parsed(line)["event"] as? String == "counted" {
          seen += 1
        } else {
          lost += try #require(try parsed(line)["count"] as? Int)
        }
      }
      text = whole.last ?? ""
    }
    #expect(seen + lost == 20_000 && lost > 0 && seen > 0)
  }
}
