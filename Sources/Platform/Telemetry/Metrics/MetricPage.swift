/// The text that Prometheus reads, while it is written.
public struct MetricPage: Sendable {
  private(set) var bytes: [UInt8] = []

  mutating func head(name: String, help: String, kind: String) {
    line("# HELP \(name) \(Self.escaped(help, quotes: false))")
    line("# TYPE \(name) \(kind)")
  }

  mutating func row(_ name: String, _ labels: [(String, String)], _ value: Double) {
    let list = labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ",")
    line(list.isEmpty ? "\(name) \(Self.number(value))" : "\(name){\(list)} \(Self.number(value))")
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    guard let whole = Int64(exactly: value) else { return "\(value)" }
    return String(whole)
  }

  private mutating func line(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(0x0A)
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
