import Essentials

// Where addresses lead, after the site had its say and before anything is printed.

extension Sanitizer {
  enum Target { case inside(String), outside(String), refused(because: String) }
  enum Picture { case shown([(String, String)]), linked(String), refused(because: String) }

  func target(_ written: String) -> Target {
    if case .fragment(let name) = WebAddress(written) { return place(name) }
    switch options.rewrite(.link, written) {
    case .unchanged: return judged(written)
    case .replaced(let address), .image(let address, _, _): return judged(address)
    case .dropped(let why): return .refused(because: why)
    }
  }

  func source(_ written: String) -> Picture {
    switch options.rewrite(.image, written) {
    case .unchanged: return judged(image: written, [])
    case .replaced(let address): return judged(image: address, [])
    case .image(let address, let width, let height):
      return judged(image: address, [("width", String(width)), ("height", String(height))])
    case .dropped(let why): return .refused(because: why)
    }
  }

  /// A place of the same text, under the id it is printed with.
  private func place(_ name: String) -> Target {
    if name.isEmpty || name.lowercased() == "top" { return .inside("#") }
    guard let id = places.anchors.id(for: name) else {
      return .refused(because: "Nothing in this text has that anchor; the words stay.")
    }
    return .inside("#" + id)
  }

  private func judged(_ address: String) -> Target {
    switch WebAddress(address) {
    case .outside(let address): .outside(address)
    case .local(let address): .inside(address)
    case .fragment(let name): .inside("#" + name.percentEncoded)
    case .refused(let why): .refused(because: why)
    }
  }

  private func judged(image address: String, _ size: [(String, String)]) -> Picture {
    switch WebAddress(address) {
    case .outside(let address) where address.lowercased().hasPrefix("mailto:"): .refused(because: "This is no image.")
    case .outside(let address): options.showsOutsideImages ? .shown([("src", address)] + size) : .linked(address)
    case .local(let address): .shown([("src", address)] + size)
    case .fragment: .refused(because: "This is no image.")
    case .refused(let why): .refused(because: why)
    }
  }
}
