// Titles made of file and folder names, as a careful editor would write them.

enum FileTitles {
  /// `01_intro_to_html` becomes "Intro to HTML".
  static func title(of name: String) -> String {
    var words = name.split { "_- .".contains($0) }.map(String.init)
    if words.count > 1, let first = words.first, first.allSatisfy(\.isNumber) { words.removeFirst() }
    guard let first = words.first else { return name }
    if words.count > 1, kinds.contains(first.lowercased()) {
      return spelled(first, isFirst: true) + ": " + joined(words.dropFirst())
    }
    return joined(words[...])
  }

  /// A folder's title; the folder above stands before it, because "Linux" alone says too little.
  static func section(_ key: String) -> String {
    key.split(separator: "/").suffix(2).map { title(of: String($0)) }.joined(separator: ": ")
  }

  private static func joined(_ words: ArraySlice<String>) -> String {
    var title = ""
    var last = ""
    for word in words {
      let word = spelled(word, isFirst: title.isEmpty)
      // "HTML CSS" is a list of two.
      title += title.isEmpty ? word : (peers.contains(last) && peers.contains(word) ? " & " : " ") + word
      last = word
    }
    return title
  }

  private static func spelled(_ word: String, isFirst: Bool) -> String {
    let lower = word.lowercased()
    if let known = acronyms[lower] ?? names[lower] { return known }
    if !isFirst, small.contains(lower) { return lower }
    return word.prefix(1).uppercased() + word.dropFirst()
  }

  private static let peers: Set<String> = ["HTML", "CSS", "JavaScript", "JS"]
  private static let kinds: Set<String> = ["project", "exercise", "quiz", "lab", "guide", "assignment", "challenge"]
  private static let small: Set<String> = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "vs", "with",
  ]
  private static let acronyms = [
    "html": "HTML", "css": "CSS", "js": "JS", "javascript": "JavaScript", "typescript": "TypeScript", "dom": "DOM",
    "sql": "SQL", "json": "JSON", "xml": "XML", "svg": "SVG", "jsx": "JSX", "php": "PHP", "api": "API", "http": "HTTP",
    "https": "HTTPS", "url": "URL", "ssh": "SSH", "ssl": "SSL", "tls": "TLS", "dns": "DNS", "tcp": "TCP", "ip": "IP",
    "ui": "UI", "ux": "UX", "ai": "AI", "cli": "CLI", "ide": "IDE", "cpu": "CPU", "gpu": "GPU", "usb": "USB",
    "pdf": "PDF",
    "csv": "CSV", "orm": "ORM", "mvc": "MVC", "oop": "OOP", "tdd": "TDD", "faq": "FAQ", "crud": "CRUD", "rest": "REST",
  ]
  private static let names = [
    "wsl2": "WSL2", "wsl": "WSL", "macos": "macOS", "ios": "iOS", "chromeos": "ChromeOS", "nodejs": "Node.js",
    "nextjs": "Next.js", "npm": "npm", "nvm": "nvm", "github": "GitHub", "gitlab": "GitLab", "vscode": "VS Code",
    "mysql": "MySQL", "postgresql": "PostgreSQL", "mongodb": "MongoDB", "graphql": "GraphQL", "css3": "CSS3",
    "html5": "HTML5", "youtube": "YouTube", "webpack": "webpack", "jquery": "jQuery", "oauth": "OAuth",
  ]
}
