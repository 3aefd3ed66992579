internal import Glibc

extension Films {
  /// Whether the program that makes films is on this machine.
  public static var isInstalled: Bool {
    guard let path = unsafe getenv("PATH") else { return false }
    return unsafe String(cString: path).split(separator: ":").contains { unsafe access("\($0)/ffmpeg", X_OK) == 0 }
  }

  /// Shows pictures of one size of our own making for so many seconds each, one fading into the next, as an mp4 at `target`.
  public func show(_ pictures: [String], seconds: Int, at target: String) async throws {
    var chain = "[0:v]null[f0]"
    for number in pictures.indices.dropFirst() {
      chain += ";[f\(number - 1)][\(number):v]xfade=transition=fade:duration=0.5:offset=\(seconds * number)[f\(number)]"
    }
    let inputs = pictures.flatMap {
      ["-protocol_whitelist", "file", "-f", "image2", "-framerate", "12", "-loop", "1", "-t", "\(seconds).5", "-i", $0]
    }
    try await ffmpeg(
      inputs + [
        "-filter_complex", chain, "-map", "[f\(pictures.count - 1)]", "-t", "\(seconds * pictures.count)", "-c:v",
        "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "1", "-movflags",
        "+faststart",
        "-f", "mp4", target,
      ], seconds: 120)
  }
}
