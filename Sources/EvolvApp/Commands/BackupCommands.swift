internal import Configuration
internal import Essentials
internal import Foundation
internal import SQLStore
internal import Telemetry

// A backup is one archive: the database as its own engine copies it while it runs, the files, and the secret that signs
// sessions. `tar` and `pg_dump` do the work, because whoever restores on a bad day will know them.

extension Command {
  static let backup = Command(
    name: "backup", usage: "backup FILE.tar.gz", about: "Write database and files into one archive; the school may run."
  ) { start, program in
    guard let target = start.arguments.words.first else { throw UsageFault("name the archive to write") }
    try await program.backUp(to: target)
    CommandLineProgram.tell("wrote \(target)\n")
  }
  static let restore = Command(
    name: "restore", usage: "restore FILE.tar.gz [--replace]", about: "Put a backup into an empty data folder.",
    flags: [Flag("--replace", about: "Even if there is a school already; it is moved aside.")]
  ) { start, program in
    guard let source = start.arguments.words.first else { throw UsageFault("name the archive to read") }
    try await program.restore(from: source, replacing: start.arguments.has("--replace"))
    CommandLineProgram.tell("restored \(source); start the school with evolv serve\n")
  }
}

extension Program {
  /// What of the data folder is worth keeping beside the database.
  private static let kept = ["files", "secret", "mails"]

  fileprivate func backUp(to target: String) async throws {
    try await migrate()
    let files = FileManager.default
    let stage = settings.dataFolder + "/backup-\(UUIDBits.version7().text)"
    try files.createDirectory(atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { discard(stage) }
    if let url = settings.databaseURL {
      try Shell.run("pg_dump", "--format=custom", "--no-owner", "--file=\(stage)/evolv.pgdump", url.reveal())
    } else {
      try await store.backup(to: stage + "/evolv.sqlite")
    }
    for name in Self.kept where files.fileExists(atPath: "\(settings.dataFolder)/\(name)") {
      try files.createSymbolicLink(
        atPath: "\(stage)/\(name)", withDestinationPath: URL(fileURLWithPath: settings.dataFolder).path + "/" + name)
    }
    // Written beside its place and renamed, so that a broken run leaves no half archive.
    try Shell.run("tar", "--create", "--gzip", "--dereference", "--file=\(target).part", "--directory=\(stage)", ".")
    if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
    try files.moveItem(atPath: target + ".part", toPath: target)
    await store.close()
  }

  fileprivate func restore(from source: String, replacing: Bool) async throws {
    let files = FileManager.default
    guard files.fileExists(atPath: source) else { throw UsageFault("there is no \(source)") }
    let stage = settings.dataFolder + "/restore-\(UUIDBits.version7().text)"
    try files.createDirectory(atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { discard(stage) }
    try Shell.run("tar", "--extract", "--gzip", "--no-same-owner", "--file=\(source)", "--directory=\(stage)")
    let dump = stage + "/evolv.pgdump", file = stage + "/evolv.sqlite"
    guard files.fileExists(atPath: settings.databaseURL == nil ? file : dump) else {
      throw UsageFault("\(source) holds no backup of the kind of database that is set")
    }
    try makeRoom(replacing: replacing)
    if let url = settings.databaseURL {
      try Shell.run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--dbname=\(url.reveal())", dump)
    } else {
      try files.moveItem(atPath: file, toPath: settings.dataFolder + "/evolv.sqlite")
    }
    for name in Self.kept where files.fileExists(atPath: "\(stage)/\(name)") {
      try files.moveItem(atPath: "\(stage)/\(name)", toPath: "\(settings.dataFolder)/\(name)")
    }
  }

  /// Moves a school that is there aside, or refuses. The secret made by this very start counts for nothing.
  private func makeRoom(replacing: Bool) throws {
    let files = FileManager.default, folder = settings.dataFolder
    let aside = "\(folder)/replaced-\(UUIDBits.version7().text)"
    if files.fileExists(atPath: folder + "/evolv.sqlite"), !replacing {
      throw UsageFault("there is a school in \(folder); say --replace to move it aside")
    }
    try files.createDirectory(atPath: aside, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for name in ["evolv.sqlite", "evolv.sqlite-wal", "evolv.sqlite-shm"] + Self.kept
    where files.fileExists(atPath: "\(folder)/\(name)") {
      try files.moveItem(atPath: "\(folder)/\(name)", toPath: "\(aside)/\(name)")
    }
  }

  private func discard(_ folder: String) {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      log.warning("left behind", ["folder": .text(folder), "error": .error(error)])
    }
  }
}

/// Another program, run to its end.
private enum Shell {
  /// Throws with the program's own words when it fails or is not there.
  static func run(_ name: String, _ arguments: String...) throws {
    let process = Process(), words = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.standardError = words
    try process.run()
    let said = words.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw UsageFault(
        "\(name) failed: \(String(decoding: said, as: UTF8.self).split(separator: "\n").first ?? "without a word")")
    }
  }
}
