public import EventLoops
internal import Synchronization

/// What is known of a film before it is made anew.
public struct FilmFacts: Sendable, Equatable {
  public let durationMilliseconds: Int
  /// As it is seen: a film that was taken upright is higher than wide.
  public let width: Int, height: Int
  public let hasSound: Bool
}

/// One of the sizes in which a film is made anew; `lines` is its shorter side.
public struct FilmSize: Sendable, Equatable {
  public let lines: Int, bitsPerSecond: Int
  static let all = [
    FilmSize(lines: 360, bitsPerSecond: 800_000), FilmSize(lines: 720, bitsPerSecond: 2_500_000),
    FilmSize(lines: 1080, bitsPerSecond: 5_000_000),
  ]
  /// What is made of a film: never larger than it is, but for the smallest.
  public static func sizes(for film: FilmFacts) -> [FilmSize] {
    let lines = min(film.width, film.height)
    return all.filter { $0.lines == 360 || $0.lines <= lines + 8 }
  }
  public func pixels(of film: FilmFacts) -> (width: Int, height: Int) {
    let short = min(film.width, film.height), long = max(film.width, film.height)
    let lines = min(lines, short) / 2 * 2, other = (long * lines / max(short, 1) + 1) / 2 * 2
    return film.width >= film.height ? (other, lines) : (lines, other)
  }
}

/// How the small pictures of a film lie beside each other: at most a hundred, none closer than two seconds to the next.
public struct SheetPlan: Sendable, Equatable {
  public static let tile = (width: 160, height: 90)
  /// Between two pictures, in milliseconds.
  public let step: Int
  public let count: Int, columns: Int, rows: Int

  public init(milliseconds: Int) {
    step = max(2000, (milliseconds + 99) / 100)
    count = max(1, (milliseconds + step - 1) / step)
    columns = min(10, count)
    rows = (count + columns - 1) / columns
  }
}

/// Why a film cannot be made anew, as people can be told.
public struct BrokenFilm: Error, Sendable, CustomStringConvertible {
  public let description: String
}

/// Makes films anew through ffmpeg, which runs as a program of its own with limits on memory and time. One at a time.
public final class Films: Sendable {
  private let pool: BlockingPool
  private let isBusy = Atomic<Bool>(false)
  /// No film is longer: twelve hours.
  private static let longest = 43_200_000
  /// Containers that we take; a text that names other files is none of them.
  private static let formats = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpeg,mpegts,ogg,asf,flv"
  private static let reading = ["-protocol_whitelist", "file", "-format_whitelist", formats]

  public init(on pool: BlockingPool) { self.pool = pool }

  /// Takes the one place for making films; false while somebody has it.
  public func begin() -> Bool { !isBusy.exchange(true, ordering: .acquiring) }
  public func end() { isBusy.store(false, ordering: .releasing) }

  /// Looks at a film. Throws `BrokenFilm` for what is none.
  public func look(at path: String) async throws -> FilmFacts {
    let entries = "stream=codec_type,width,height:stream_side_data=rotation:format=duration"
    let program = ChildProgram(
      name: "ffprobe", arguments: ["-v", "error"] + Self.reading + ["-show_entries", entries, "-of", "flat", path],
      seconds: 60)
    let text: String
    do { text = try await run(program) } catch ProgramFailure.failed {
      throw BrokenFilm(description: "This is not a video that can be read; it may be damaged or cut off.")
    }
    return try Self.facts(from: text)
  }

  static func facts(from text: String) throws(BrokenFilm) -> FilmFacts {
    var values: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[String(parts[0])] = parts[1].filter { $0 != "\"" } }
    }
    let kinds = values.filter { $0.key.hasSuffix(".codec_type") }
    guard let picture = kinds.filter({ $0.value == "video" }).keys.sorted().first?.dropLast(".codec_type".count),
      let width = values[picture + ".width"].flatMap({ Int($0) }),
      let height = values[picture + ".height"].flatMap({ Int($0) }), width > 0, height > 0
    else { throw BrokenFilm(description: "There is no picture in this video.") }
    guard width <= 8192, height <= 8192 else { throw BrokenFilm(description: "This video has too many pixels.") }
    guard let seconds = values["format.duration"].flatMap({ Double($0) }), seconds > 0 else {
      throw BrokenFilm(description: "This video does not say how long it is; it may be cut off.")
    }
    guard seconds * 1000 <= Double(longest) else {
      throw BrokenFilm(description: "This video is longer than 12 hours.")
    }
    let turn =
      values.first { $0.key.hasPrefix(picture) && $0.key.hasSuffix(".rotation") }.flatMap { Int($0.value) } ?? 0
    let isTurned = abs(turn) % 180 == 90
    return FilmFacts(
      durationMilliseconds: Int(seconds * 1000), width: isTurned ? height : width, height: isTurned ? width : height,
      hasSound: kinds.contains { $0.value == "audio" })
  }

  /// Makes the film at `path` anew in one size, as an mp4 that plays while it loads, at `target`. `progress`: thousandths.
  public func encode(
    _ path: String, _ film: FilmFacts, _ size: FilmSize, to target: String,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws {
    let pixels = size.pixels(of: film)
    let picture = [
      "-map", "0:v:0", "-vf", "scale=\(pixels.width):\(pixels.height):flags=bicubic,setsar=1,format=yuv420p", "-c:v",
      "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23", "-maxrate", "\(size.bitsPerSecond)",
      "-bufsize", "\(size.bitsPerSecond * 2)", "-force_key_frames", "expr:gte(t,n_forced*2)", "-fpsmax", "60",
      "-threads", "2",
    ]
    let sound = film.hasSound ? ["-map", "0:a:0?", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"] : []
    let length = max(film.durationMilliseconds, 1)
    try await ffmpeg(
      Self.reading + ["-i", path] + picture + sound + [
        "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4", target,
      ], seconds: 600 + length / 100
    ) { line in
      guard line.hasPrefix("out_time_us="), let time = Int(line.dropFirst("out_time_us=".count)) else { return }
      progress(max(0, min(1000, time / length)))
    }
  }

  /// Cuts a film that `encode` made into a playlist with one file of pieces beside it, for players that change size.
  public func cut(_ path: String, playlist: String, pieces: String) async throws {
    try await ffmpeg(
      Self.reading + [
        "-i", path, "-c", "copy", "-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_segment_type",
        "fmp4", "-hls_flags", "single_file", "-hls_segment_filename", pieces, playlist,
      ], seconds: 900)
  }

  /// A picture of the film from near its beginning, as a JPEG at `target`.
  public func poster(_ path: String, _ film: FilmFacts, to target: String) async throws {
    let second = Double(min(film.durationMilliseconds / 10, 5000)) / 1000
    try await ffmpeg(
      ["-ss", "\(second)"] + Self.reading + [
        "-i", path, "-map", "0:v:0", "-frames:v", "1", "-q:v", "2", "-f", "image2", "-update", "1", target,
      ], seconds: 120)
  }

  /// Small pictures of a film that `encode` made, all in one JPEG at `target`. Only its key pictures are read.
  public func sheet(_ path: String, _ plan: SheetPlan, to target: String) async throws {
    let tile = "\(SheetPlan.tile.width):\(SheetPlan.tile.height)"
    let filters = [
      // The last picture stands a while, so that even the shortest film gives one.
      "tpad=stop_mode=clone:stop_duration=\(plan.step)ms", "fps=1000/\(plan.step):round=up",
      "scale=\(tile):force_original_aspect_ratio=decrease", "pad=\(tile):-1:-1",
      "tile=\(plan.columns)x\(plan.rows)",
    ]
    try await ffmpeg(
      ["-skip_frame", "nokey"] + Self.reading + [
        "-i", path, "-map", "0:v:0", "-an", "-vf", filters.joined(separator: ","), "-frames:v", "1", "-q:v", "5", "-f",
        "image2", "-update", "1", target,
      ], seconds: 900)
  }

  func ffmpeg(_ arguments: [String], seconds: Int, line: (@Sendable (Substring) -> Void)? = nil) async throws {
    let common = ["-nostdin", "-hide_banner", "-v", "error", "-y", "-progress", "pipe:1", "-nostats"]
    let program = ChildProgram(name: "ffmpeg", arguments: common + arguments, seconds: seconds)
    _ = try await run(program) { line?($0) }
  }

  private func run(_ program: ChildProgram, line: (@Sendable (Substring) -> Void)? = nil) async throws -> String {
    let stop = StopFlag()
    return try await withTaskCancellationHandler {
      try await pool.run { try program.run(stop, line: line) }
    } onCancel: {
      stop.set()
    }
  }
}
