internal import CPostgres

extension StoreError {
  init(postgres result: OpaquePointer) {
    let state = unsafe Self.text(store_error_state(result)) ?? "08000"
    let message = unsafe Self.text(store_error_text(result)) ?? ""
    let constraint = unsafe Self.text(store_error_constraint(result)) ?? ""
    switch state {
    case "23505": self = unsafe .unique(Self.columns(result) ?? constraint)
    case "23503": self = .foreignKey
    case "23514": self = .check(constraint)
    case "23502":
      let names = unsafe [Self.text(store_error_table(result)), Self.text(store_error_column(result))]
      self = .notNull(names.compactMap(\.self).joined(separator: "."))
    case "P0001", "42501": self = .refused(message)
    case "40001", "40P01": self = .contended
    case "55P03": self = .busy
    case "57014": self = .timeout
    case "53100": self = .full
    case "22021": self = .invalidText
    case "25006": self = .misuse("a change where only reads are allowed")
    default:
      let isGone = state.hasPrefix("08") || state.hasPrefix("57P") || state == "53300"
      self = isGone ? .unavailable("PostgreSQL \(state): \(message)") : .fault(code: state, message: message)
    }
  }

  /// "Key (school_id, slug)=(…" in any language of the server; nil when the index stands on an expression.
  private static func columns(_ result: OpaquePointer) -> String? {
    guard let detail = unsafe text(store_error_detail(result)), let table = unsafe text(store_error_table(result)),
      let start = detail.firstIndex(of: "("), let end = detail.firstRange(of: ")=(")
    else { return nil }
    let list = detail[detail.index(after: start)..<end.lowerBound]
    guard !list.contains("(") else { return nil }
    return list.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }
}
