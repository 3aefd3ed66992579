internal import Configuration
internal import Essentials
internal import EvolvApp

extension School {
  /// Runs a command of the program as somebody at its terminal does, on this school's database and by its clock.
  public func command(_ words: [String]) async -> (code: Int32, said: String) {
    let said = Locked(""), environment = ["EVOLV_DATA": folder, "EVOLV_LOG_LEVEL": "error"]
    let code = await CommandLineProgram.$listener.withValue({ text in said.withLock { $0 += text } }) {
      await CommandLineProgram.run(words, environment: environment) { settings, log in
        try Program(settings, log: log, database: configuration, hashing: .quick) { [self] in now }
      }
    }
    return (code, said.withLock { $0 })
  }
  public func command(_ words: String...) async -> (code: Int32, said: String) { await command(words) }
}
