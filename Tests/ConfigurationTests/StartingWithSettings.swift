import Configuration
import Essentials
import Testing

@Suite struct `Starting with settings` {
  private func start(
    _ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil, flags: [Flag] = []
  ) throws -> Start {
    try Settings.read(arguments: arguments, environment: environment, flags: flags) { $0 == "evolv.conf" ? file : nil }
  }
  private func faults(
    _ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil
  ) throws -> [SettingFault] {
    try #require(throws: SettingFaults.self) { try start(arguments, environment, file: file) }.list
  }

  @Test func `with nothing said, a local school on SQLite starts`() throws {
    let settings = try start().settings
    #expect(settings.host == "127.0.0.1" && settings.port == 8080 && settings.dataFolder == "./var" && !settings.isDemo)
    #expect(settings.databaseURL == nil && settings.secret == nil && settings.smtpURL == nil && settings.loops >= 1)
    #expect(settings.baseURL == "http://127.0.0.1:8080")
  }

  @Test func `a flag wins over the environment and that over the file`() throws {
    let file = "# school\n\nEVOLV_PORT = 1\nEVOLV_HOST=\"::1\"\nEVOLV_LOG_LEVEL='debug'\n"
    let settings = try start(["serve", "--port", "3"], ["EVOLV_PORT": "2", "EVOLV_HOST": "::"], file: file).settings
    #expect(settings.port == 3 && settings.host == "::" && settings.logLevel == "debug")
    #expect(try start([], ["EVOLV_PORT": ""], file: file).settings.port == 1)
  }

  @Test func `words and a command's own flags are handed on`() throws {
    let flags = [Flag("--publish", about: ""), Flag("--as", placeholder: "PERSON", about: "")]
    let arguments = try start(["import", "course", "--publish", "--as=ada", "--", "--odd"], flags: flags).arguments
    #expect(arguments.words == ["import", "course", "--odd"])
    #expect(arguments.has("--publish") && arguments.value(of: "--as") == "ada" && !arguments.has("--demo"))
  }

  @Test func `all faults are told at once, each with what was found and what is right`() throws {
    let found = try faults(
      ["--prot", "80", "--port", "http", "--demo=yes", "--host", "localhost", "--host", "::"],
      [
        "EVOLV_BASE_URL": "https://school.org/path", "EVOLV_SECRET": "short", "EVOLV_TLS_KEY": "k.pem",
        "EVOLV_TRUSTED_PROXIES": "10.0.0.0/33",
      ],
      file: "EVOLV_LOOPS=0\nnonsense\nEVOLV_PROT=1\nEVOLV_LOOPS=2")
    #expect(
      found.map(\.name) == [
        "--prot", "--demo", "--host", "evolv.conf line 2", "evolv.conf line 3", "evolv.conf line 4",
        "--host", "--port", "evolv.conf line 1 (EVOLV_LOOPS)", "EVOLV_TRUSTED_PROXIES", "EVOLV_SECRET",
        "EVOLV_BASE_URL", "EVOLV_TLS_CERTIFICATE",
      ])
    #expect(
      found.allSatisfy {
        !$0.found.isEmpty && !$0.expected.isEmpty && $0.documentation.hasPrefix("docs/configuration.md")
      })
    #expect(found[0].expected == "--port?" && found[4].expected.hasPrefix("EVOLV_") && found[4].expected.hasSuffix("?"))
    #expect(SettingFaults(found).description.contains("found:    \"http\"\n  expected: a whole number from 0 to 65535"))
  }

  @Test(arguments: [
    ["--port"], ["--port="], ["--port", "--demo"], ["--port", "65536"], ["--port", "-1"], ["--port", "80 "], ["-x"],
    ["--config", "missing.conf"],
    ["--base-url", "ftp://a"], ["--base-url", "http://"], ["--base-url", "https://a/b"], ["--base-url", "https://a@b"],
    ["--log-level", "loud"],
    ["--mail-from", "a b@c"], ["--mail-from", "a@b@c"], ["--mail-from", "x\r\nBcc: y@z"],
    ["--trusted-proxies", "nobody"], ["--loops", "9999"],
  ])
  func `is refused`(arguments: [String]) throws {
    #expect(try faults(arguments).count == 1)
  }

  @Test func `a secret is never shown, nor taken from the command line`() throws {
    let fault = try faults([], ["EVOLV_DATABASE_URL": "mysql://user:hunter2@host/db"])
    #expect(!SettingFaults(fault).description.contains("hunter2"))
    #expect(Settings.all.filter(\.isSecret).allSatisfy { $0.flag == nil })
    let settings = try start([], ["EVOLV_DATABASE_URL": "postgres://user:hunter2@host/db"]).settings
    #expect(!"\(settings)".contains("hunter2"))
    #expect(settings.databaseURL?.reveal() == "postgres://user:hunter2@host/db")
  }

  @Test func `a sending server needs a sender`() throws {
    let server = ["EVOLV_SMTP_URL": "smtp://localhost:25"]
    #expect(try faults([], server).map(\.name) == ["EVOLV_MAIL_FROM"])
    #expect(try start(["--mail-from", "school@example.org"], server).settings.mailFrom == "school@example.org")
  }

  @Test func `variables that mean nothing are told apart`() throws {
    #expect(
      try start([], ["EVOLV_PROT": "1", "EVOLV_TEST_POSTGRES": "x", "PATH": "y"]).unknownVariables == ["EVOLV_PROT"])
  }

  @Test func `help and table name every setting once`() {
    let help = Settings.help(usage: "evolv serve [flags]", flags: [Flag("--publish", about: "Publish it.")])
    #expect(help.hasPrefix("Usage: evolv serve [flags]\n\n  --publish                 Publish it.\n"))
    for setting in Settings.all {
      #expect(help.contains(setting.variable) && Settings.markdownTable.contains("`\(setting.variable)`"))
    }
    #expect(Set(Settings.all.map(\.variable)).count == Settings.all.count)
  }

  @Test func `behind a wildcard address the base is still one that a browser can open`() throws {
    #expect(try start(["--host", "0.0.0.0", "--port", "81"]).settings.baseURL == "http://127.0.0.1:81")
    #expect(try start(["--host", "2001:db8::1"]).settings.baseURL == "http://[2001:db8::1]:8080")
    #expect(try start(["--base-url", "https://school.org/"]).settings.baseURL == "https://school.org")
    #expect(try start(["--tls-key", "k", "--tls-certificate", "c"]).settings.baseURL == "https://127.0.0.1:8080")
  }
}
