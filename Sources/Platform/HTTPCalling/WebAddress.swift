internal import Essentials

/// The address of something on the web, as far as it is read here: whether it may be called, and whose it is. What it means
/// in detail libcurl decides, and then asks for leave with the address it found.
public struct WebAddress: Sendable, Equatable {
  public let text: String
  public let isEncrypted: Bool
  /// Scheme, host and port as they are written, in lower case.
  public let origin: String

  /// nil unless it is `http://` or `https://` with a host, without a user, a fragment or characters that readers of
  /// addresses understand in different ways.
  public init?(_ text: String) {
    guard text.utf8.count <= 2000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Self.doubtful.contains($0) })
    else { return nil }
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
    let host = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    guard let first = host.first, first != ":", !host.contains("@") else { return nil }
    self.text = text
    isEncrypted = scheme == "https://"
    origin = scheme + host.lowercased()
  }

  private static let doubtful = Set("\"#<>\\^`{|}".utf8)
}

extension String {
  /// As a form writes it (URL Standard §5.2), but a blank as `%20`, which every reader understands.
  var formEncoded: String { percentEncoded }
}
