public import Configuration
internal import Essentials
internal import Foundation
public import Telemetry

/// One word of the command line and what it does.
struct Command: Sendable {
  let name: String
  /// What stands behind `evolv` in the help.
  let usage: String
  let about: String
  var flags: [Flag] = []
  let run: @Sendable (Start, Program) async throws -> Void

  static let all: [Command] = [
    serve, work, migrate, seed, routes, openAPI, settings, doctor, backup, restore, createUser, importCourse,
    undoImport, exportCourse,
  ]

  /// The command that the first words name: `user create` before `user`.
  static func named(_ words: [String]) -> Command? {
    all.sorted { $0.name.utf8.count > $1.name.utf8.count }.first { command in
      let parts = command.name.split(separator: " ").map(String.init)
      return words.prefix(parts.count).elementsEqual(parts)
    }
  }
}

/// What the person at the terminal did wrong; told without a trace.
struct UsageFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The program's door for `main.swift`.
public enum CommandLineProgram {
  /// Where its words go, those about faults too; nil: to the terminal.
  @TaskLocal public static var listener: (@Sendable (String) -> Void)?

  /// Runs what the arguments ask for and gives the exit code: 0 done, 1 failed, 2 misused. `make`: of what is set, a
  /// program with another database or clock.
  public static func run(
    _ arguments: [String], environment: [String: String],
    on make: (Settings, Log) throws -> Program = { try Program($0, log: $1) }
  ) async -> Int32 {
    let words = arguments.filter { !$0.hasPrefix("-") }
    guard let command = Command.named(words) else {
      tell(help)
      return arguments.contains("--help") || arguments.isEmpty ? 0 : 2
    }
    if arguments.contains("--help") {
      tell("\(command.about)\n\n" + Settings.help(usage: "evolv \(command.usage)", flags: command.flags))
      return 0
    }
    do {
      let rest = removing(command.name, from: arguments)
      let start = try Settings.read(arguments: rest, environment: environment, flags: command.flags) { path in
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      }
      let log = Log(to: .standardError, level: LogLevel(name: start.settings.logLevel) ?? .info)
      for name in start.unknownVariables { log.warning("unknown variable", ["name": .text(name)]) }
      try FileManager.default.createDirectory(atPath: start.settings.dataFolder, withIntermediateDirectories: true)
      let program = try make(start.settings, log)
      try await command.run(start, program)
      log.flush()
      return 0
    } catch let fault as SettingFaults {
      tell("\(fault)\n", to: .standardError)
      return 2
    } catch let fault as UsageFault {
      tell("evolv: \(fault)\nevolv \(command.usage)\n", to: .standardError)
      return 2
    } catch {
      tell("evolv: \(error)\n", to: .standardError)
      return 1
    }
  }

  static func tell(_ text: String, to handle: FileHandle = .standardOutput) {
    if let listener { return listener(text) }
    handle.write(Data(text.utf8))
  }

  private static func removing(_ name: String, from arguments: [String]) -> [String] {
    var parts = name.split(separator: " ").map(String.init)[...]
    return arguments.filter { argument in
      guard argument == parts.first else { return true }
      parts = parts.dropFirst()
      return false
    }
  }

  private static var help: String {
    let width = Command.all.map { $0.usage.count }.max() ?? 0
    let rows = Command.all.map {
      "  evolv " + $0.usage.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.about
    }
    return
      "Evolv runs a school.\n\n\(rows.joined(separator: "\n"))\n\nevolv COMMAND --help tells a command's flags and every setting.\n"
  }
}
