/// Reads settings one by one and collects what is wrong with any of them.
struct SettingsReader {
  let arguments: Arguments
  let environment: [String: String]
  let file: SettingsFile
  var faults: SettingFaults

  /// The first that says something: flag, environment, file. What nobody says is the fallback.
  mutating func read<Value>(_ setting: Setting<Value>) -> Value {
    guard let (name, text) = find(setting.description) else { return setting.fallback }
    if let value = setting.read(text) { return value }
    let found = setting.description.isSecret ? "a value that is not shown" : "\"\(text)\""
    faults.add(
      SettingFault(
        name: name, found: found, expected: setting.description.expected,
        documentation: setting.description.documentation))
    return setting.fallback
  }

  mutating func require(_ holds: Bool, _ setting: SettingDescription, found: String, expected: String) {
    if holds { return }
    faults.add(
      SettingFault(name: setting.variable, found: found, expected: expected, documentation: setting.documentation))
  }

  /// Where the text stood and what it was. An empty variable counts as absent, as compose files write it.
  private func find(_ setting: SettingDescription) -> (String, String)? {
    if let flag = setting.flag, let text = arguments.value(of: flag) { return (flag, text) }
    if let text = environment[setting.variable], !text.isEmpty { return (setting.variable, text) }
    guard let entry = file.entries[setting.variable], !entry.value.isEmpty else { return nil }
    return ("\(file.path) line \(entry.line) (\(setting.variable))", entry.value)
  }
}
