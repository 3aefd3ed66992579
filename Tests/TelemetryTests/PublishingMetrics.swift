import Foundation
import Telemetry
import Testing

@Suite struct `Publishing metrics` {
  let metrics = Metrics()
  private var text: String { String(decoding: metrics.text(), as: UTF8.self) }

  @Test func `a counter grows and is printed with its help and type`() {
    let counter = metrics.counter("evolv_logins_total", "Logins\nso \\ far.")
    counter.add()
    metrics.counter("evolv_logins_total", "Logins\nso \\ far.").add(2)
    #expect(
      text
        == "# HELP evolv_logins_total Logins\\nso \\\\ far.\n# TYPE evolv_logins_total counter\nevolv_logins_total 3\n")
  }

  @Test func `labels are escaped and sorted`() {
    let requests = metrics.counters("http_requests_total", "Requests.", by: "method", "route")
    requests.with("POST", "/b").add()
    requests.with("GET", "/a\"\\\n").add(7)
    #expect(
      text.split(separator: "\n").suffix(2) == [
        #"http_requests_total{method="GET",route="/a\"\\\n"} 7"#, #"http_requests_total{method="POST",route="/b"} 1"#,
      ])
  }

  @Test func `a histogram counts every value in all limits above it`() {
    let spread = metrics.histogram("wait_seconds", "Wait.", limits: [0.1, 1])
    for value in [0.1, 0.5, 0.5, 3] { spread.observe(value) }
    #expect(
      text.split(separator: "\n").dropFirst(2) == [
        #"wait_seconds_bucket{le="0.1"} 1"#, #"wait_seconds_bucket{le="1"} 3"#, #"wait_seconds_bucket{le="+Inf"} 4"#,
        "wait_seconds_sum 4.1", "wait_seconds_count 4",
      ])
  }

  @Test func `a gauge rises, falls, and may be asked for`() {
    let open = metrics.gauge("open_sockets", "Open.")
    open.set(5)
    open.subtract(2)
    open.add(0.5)
    metrics.watch("queue_length", "Waiting.") { 9 }
    #expect(text.contains("\nopen_sockets 3.5\n") && text.contains("\nqueue_length 9\n"))
  }

  @Test func `counting from many threads loses nothing`() async {
    let counter = metrics.counter("many_total", "Many."),
      spread = metrics.histogram("many_seconds", "Many.", limits: [1])
    await withTaskGroup { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<5000 { counter.add(); spread.observe(0.5) } } }
    }
    #expect(counter.count == 40_000)
    #expect(text.contains("many_seconds_sum 20000\nmany_seconds_count 40000\n"))
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
  func `Prometheus' own check finds nothing to say`() throws {
    metrics.watchProcess()
    metrics.counters("http_requests_total", "Requests.", by: "method", "status").with("GET", "200").add()
    metrics.histograms("http_request_duration_seconds", "Duration.", by: "route").with("/courses/{course}").observe(
      0.004)
    metrics.gauge("database_connections", "Open connections.").set(4)
    let check = Process(), input = Pipe(), output = Pipe()
    check.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
    check.arguments = ["check", "metrics"]
    (check.standardInput, check.standardOutput, check.standardError) = (input, output, output)
    try check.run()
    input.fileHandleForWriting.write(Data(metrics.text()))
    try input.fileHandleForWriting.close()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    check.waitUntilExit()
    #expect(check.terminationStatus == 0 && said.isEmpty, "\(said)")
    #expect(text.contains("process_open_fds "))
  }
}
