internal import Essentials
internal import EvolvCore
internal import Routing
internal import Telemetry

/// What `/metrics` tells of requests; the rooms below add their own.
final class ProgramMetrics: Sendable {
  let registry = Metrics()
  let requests: Labeled<Counter>
  let seconds: Histogram
  let statements: Counter

  init() {
    requests = registry.counters("evolv_http_requests_total", "Requests answered.", by: "method", "status")
    seconds = registry.histogram("evolv_http_request_duration_seconds", "Time from the complete request to its answer.")
    statements = registry.counter("evolv_sql_statements_total", "Statements that requests sent to the database.")
    registry.watchProcess()
  }
}

extension Program {
  /// `/metrics` in Prometheus' text format. To the machine itself and its trusted proxies only when the school is on the open
  /// internet: numbers tell a stranger how much a school is used.
  func metricsAnswer(to head: RequestHead) -> Response {
    guard head.method == "GET", head.isFromThisMachine else {
      return Response(status: 404, type: "text/plain; charset=utf-8", Array("not found\n".utf8))
    }
    return Response(status: 200, type: Metrics.contentType, metrics.registry.text())
  }

  /// The access log's line and the numbers behind it.
  func note(_ visit: Visit, _ status: Int, statements: Int, microseconds: Int64) {
    let context = visit.context
    metrics.requests.with(context.request.head.knownMethod, String(status)).add()
    metrics.seconds.observe(Double(microseconds) / 1_000_000)
    metrics.statements.add(UInt64(statements))
    log.info(
      "request",
      [
        "request": .text(context.requestID), "method": .text(context.request.head.knownMethod),
        "route": .text(visit.entry?.endpoint.pattern ?? "none"), "status": .number(status),
        "microseconds": .number(microseconds),
        "statements": .number(statements), "person": .text(context.viewer.person?.text ?? "-"),
        "peer": .text(context.request.head.peer),
      ])
  }
}

extension RequestHead {
  /// The method if it is one we know, so that nobody can invent labels.
  var knownMethod: String {
    Method(rawValue: method) != nil || method == "HEAD" || method == "OPTIONS" ? method : "other"
  }
}
