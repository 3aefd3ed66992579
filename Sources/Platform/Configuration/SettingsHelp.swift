extension Settings {
  /// The list of flags for `--help`, those of the command first.
  public static func help(usage: String, flags: [Flag] = []) -> String {
    var rows = flags.map { row($0.name, $0.placeholder, $0.about) }
    if !rows.isEmpty { rows.append("") }
    for setting in all {
      let about = "\(setting.about) Default: \(setting.fallback)."
      rows.append(
        setting.flag.map { row($0, setting.placeholder, "\(about) (\(setting.variable))") }
          ?? row(setting.variable, nil, about))
    }
    rows += [row(fileFlag.name, fileFlag.placeholder, fileFlag.about), row(helpFlag.name, nil, helpFlag.about)]
    return "Usage: \(usage)\n\n\(rows.joined(separator: "\n"))\n"
  }

  /// The table of the documents.
  public static var markdownTable: String {
    let rows = all.map { setting in
      let flag = setting.flag.map { "`\($0)`" } ?? "none"
      return
        "| <a id=\"\(setting.variable.lowercased())\"></a>`\(setting.variable)` | \(flag) | \(setting.expected) | \(setting.fallback) | \(setting.about) |"
    }
    return "| Variable | Flag | Value | Default | What it does |\n|---|---|---|---|---|\n"
      + rows.joined(separator: "\n") + "\n"
  }

  private static func row(_ name: String, _ placeholder: String?, _ about: String) -> String {
    let left = "  " + name + (placeholder.map { " \($0)" } ?? "")
    return left + String(repeating: " ", count: max(2, 28 - left.count)) + about
  }
}
