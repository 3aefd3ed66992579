import Documents
import Foundation
import Markup
import Testing

@testable import Teaching

@Suite struct `Reading a course folder` {
  @Test func `makes sections of folders and lessons of files`() throws {
    let folder = try CourseOnDisk([
      "html_css/flexbox/flexbox_axes.md": "### Introduction\n\na\n\n### More",
      "html_css/flexbox/flexbox_intro.md": "### Introduction\n\na\n\n### More",
      "html_css/flexbox/10_project_page.md": "# Build a page\n\na", "html_css/flexbox/9_DOM_and_events.md": "a",
      "introduction/welcome.md": "---\ntitle: Hello\n---\n# No", "tying/conclusion.md": "Setext\n======\n\na",
      "start.md": "a",
    ])
    let course = try CourseFolder.read(folder.path)
    #expect(course.title == "My Course")
    #expect(course.slug == "my-course")
    #expect(course.sections.map(\.title) == ["Start", "Introduction", "HTML & CSS: Flexbox", "Tying"])
    #expect(course.sections.map(\.key) == ["", "introduction", "html_css/flexbox", "tying"])
    #expect(
      course.sections[2].lessons.map(\.title) == ["Flexbox Intro", "DOM and Events", "Build a page", "Flexbox Axes"])
    #expect(course.sections[2].lessons.map(\.position) == [1, 2, 3, 4])
    #expect(course.sections[1].lessons.first?.title == "Hello")
    #expect(course.lessons.last?.title == "Setext")
    #expect(course.lessons.map(\.slug).count == Set(course.lessons.map(\.slug)).count)
  }

  @Test func `follows the order it is given, then the manifest, then nature`() throws {
    let files = ["a/1.md": "x", "a/2.md": "x", "a/10.md": "x", "b/one.md": "x", "c/two.md": "x"]
    let folder = try CourseOnDisk(files)
    #expect(
      try CourseFolder.read(folder.path).lessons.map(\.key) == ["a/1.md", "a/2.md", "a/10.md", "b/one.md", "c/two.md"])
    #expect(try CourseFolder.read(folder.path, order: ["c", "a/10.md"]).lessons.map(\.key).first == "c/two.md")
    #expect(try CourseFolder.read(folder.path, order: ["c", "a/10.md"]).lessons.map(\.key)[1] == "a/10.md")
    try folder.write("order.txt", Array("# mine\nb\n./a/2.md\n".utf8))
    #expect(try CourseFolder.read(folder.path).lessons.map(\.key).prefix(2) == ["b/one.md", "a/2.md"])
    try folder.write(
      "course.json", Array(#"{"title": "T", "order": ["c"], "titles": {"c": "See", "c/two.md": "2"}}"#.utf8))
    let course = try CourseFolder.read(folder.path)
    #expect(course.title == "T")
    #expect(course.sections.first?.title == "See")
    #expect(course.lessons.first?.title == "2")
    try folder.write("course.json", Array("{".utf8))
    #expect(throws: CourseFolderRefusal.brokenManifest("course.json")) { try CourseFolder.read(folder.path) }
  }

  @Test(arguments: [
    ("01_intro_to_html", "Intro to HTML"), ("setting-up-git", "Setting Up Git"), ("wsl2", "WSL2"), ("macos", "macOS"),
    ("chromeos", "ChromeOS"),
    ("DOM_manipulation_and_events", "DOM Manipulation and Events"), ("javascript_basics", "JavaScript Basics"),
    ("html_css", "HTML & CSS"),
    ("project_etch_a_sketch", "Project: Etch a Sketch"), ("installing_nodejs", "Installing Node.js"),
    ("tying_it_all_together", "Tying It All Together"),
    ("élan_vital", "Élan Vital"), ("2024", "2024"), ("_", "_"),
  ])
  func `makes a title of`(name: String, title: String) { #expect(FileTitles.title(of: name) == title) }

  @Test func `finds images where they are now`() throws {
    let folder = try CourseOnDisk([
      "css/the_box.md":
        "![a](imgs/A.png) ![b](https://cdn.test/gh/o/r/123/course/css/the-box/imgs/00.png) ![c](../x/imgs/none.png) ![d](https://other.test/d.png)\n\n[e](./imgs/a.png)"
    ])
    try folder.write("css/imgs/a.png", Picture.png(3, 4))
    try folder.write("css/the_box/imgs/00.png", Picture.png(5, 6))
    try folder.write("css/flex/imgs/00.png", Picture.jpeg(7, 8))
    let course = try CourseFolder.read(folder.path)
    let lesson = try #require(course.lessons.first)
    #expect(lesson.images == ["css/imgs/a.png", "css/the_box/imgs/00.png"])
    #expect(course.images.map(\.type) == [.jpeg, .png, .png])
    let printed = HTML(course.page(of: lesson) { _ in .image("/m", width: 1, height: 2) }.html).text
    #expect(printed.contains("<img src=\"/m\" width=\"1\" height=\"2\" alt=\"b\""))
    #expect(printed.contains("<a href=\"/m\">e</a>"))
    #expect(printed.contains("<a href=\"https://other.test/d.png\" rel=\"noopener noreferrer nofollow\">d</a>"))
    #expect(course.report.contains { $0.kind == .missing && $0.what == "image ../x/imgs/none.png" && $0.line == 1 })
    #expect(course.report.contains { $0.kind == .changed && $0.why.contains("css/the_box/imgs/00.png") })
  }

  @Test func `keeps links between lessons working`() throws {
    let folder = try CourseOnDisk([
      "a/one.md": """
      [1](two.md#the-end) [2](../b/project_three.md) [3](https://school.test/lessons/my-course-two) [4](https://school.test/x/lessons/three#nowhere)
      [5](https://school.test/lessons/gone) [6](https://school.test/about) [7](https://other.test/lessons/two) [8](four.md)
      [9](https://git.test/o/r/blob/main/course/b/project_three.md) [10](mailto:a@b.test) [11](two) [12](../../../etc/passwd)
      """,
      "a/two.md": "# Two\n\n## The end", "b/project_three.md": "### Introduction",
    ])
    let course = try CourseFolder.read(folder.path)
    #expect(course.links.home == "school.test")
    let lesson = try #require(course.lessons.first { $0.key == "a/one.md" })
    #expect(lesson.lessons == ["a/two.md", "b/project_three.md"])
    let page = course.page(of: lesson) { target in
      if case .lesson(let key, let anchor) = target {
        .replaced("/l/" + key + (anchor.map { "#" + $0 } ?? ""))
      } else {
        .unchanged
      }
    }
    let printed = HTML(page.html).text
    for (number, address) in [
      ("1", "/l/a/two.md#h-the-end"), ("2", "/l/b/project_three.md"), ("3", "/l/a/two.md"),
      ("4", "/l/b/project_three.md"),
      ("9", "/l/b/project_three.md"), ("11", "/l/a/two.md"),
    ] { #expect(printed.contains("<a href=\"\(address)\">\(number)</a>"), "\(number)") }
    for (number, address) in [
      ("5", "https://school.test/lessons/gone"), ("6", "https://school.test/about"),
      ("7", "https://other.test/lessons/two"),
    ] {
      #expect(
        printed.contains("<a href=\"\(address)\" rel=\"noopener noreferrer nofollow\">\(number)</a>"), "\(number)")
    }
    let missing = course.report.filter { $0.kind == .missing }.map(\.what)
    #expect(
      missing == [
        "link https://school.test/x/lessons/three#nowhere", "link https://school.test/lessons/gone", "link four.md",
        "link ../../../etc/passwd",
      ])
  }

  @Test(
    arguments: [
      ([0xEF, 0xBB, 0xBF, 0x23, 0x20, 0xC3, 0xA9], "# é"), ([0xFF, 0xFE, 0x23, 0, 0x20, 0, 0xE9, 0], "# é"),
      ([0xFE, 0xFF, 0, 0x23, 0, 0x20, 0, 0xE9], "# é"),
      ([0x23, 0x20, 0xE9, 0x93], "# é“"), ([0x61, 0, 0x62, 0, 0x63, 0, 0x64, 0], "abcd"), ([0x61, 0, 0x62], nil),
      ([0x61, 0x81], nil), ([0xFF, 0xFE, 0x61], nil),
      ([0x61, 0xF0, 0x9F, 0x98, 0x80], "a😀"),
    ] as [([UInt8], String?)])
  func `reads the encoding of`(bytes: [UInt8], text: String?) { #expect(DecodedText(bytes)?.text == text) }

  @Test func `tells what it leaves out`() throws {
    let folder = try CourseOnDisk([
      "ok.md": "# Ok", "README.md": "x", "docs/LICENSE": "x", "CONTRIBUTING.md": "x", "code.js": "x",
      "draw.svg": "<svg/>", ".git/config": "x",
      "empty.md": " \n", "fake.png": "<script>", "not-a-readme.md": "# Fine",
    ])
    try folder.write("big.md", Array(repeating: 0x61, count: CourseFolder.lessonBytes + 1))
    try folder.write("binary.md", [0, 1, 2, 3])
    try folder.write("latin.md", Array("# caf".utf8) + [0xE9])
    try folder.link("out.md", to: "/etc/hostname")
    try folder.link("loop", to: ".")
    let course = try CourseFolder.read(folder.path)
    #expect(course.lessons.map(\.title) == ["café", "Fine", "Ok"])
    #expect(
      Set(course.report.filter { $0.kind == .dropped }.map(\.file)) == [
        "README.md", "docs/LICENSE", "CONTRIBUTING.md", "code.js", "draw.svg", ".git", "empty.md", "fake.png", "big.md",
        "binary.md", "out.md", "loop",
      ])
    #expect(course.report.contains { $0.file == "latin.md" && $0.kind == .changed && $0.what == "encoding" })
    #expect(course.report.allSatisfy { !$0.why.isEmpty })
  }

  @Test func `refuses what is no course`() throws {
    #expect(throws: CourseFolderRefusal.notAFolder("/nonexistent")) { try CourseFolder.read("/nonexistent") }
    #expect(throws: CourseFolderRefusal.notAFolder("/etc/hostname")) { try CourseFolder.read("/etc/hostname") }
    let folder = try CourseOnDisk(["a.txt": "x"])
    #expect(throws: CourseFolderRefusal.noLessons) { try CourseFolder.read(folder.path) }
    for number in 0...FolderListing.files { try folder.write("f/\(number).txt", []) }
    #expect(throws: CourseFolderRefusal.tooManyFiles(limit: 2_000)) { try CourseFolder.read(folder.path) }
  }

  @Test(
    arguments: [
      (Picture.png(640, 480), "png 640 480"), (Picture.gif(3, 500), "gif 3 500"),
      (Picture.jpeg(591, 322), "jpeg 591 322"),
      (Picture.webp("VP8X", [0, 0, 0, 0, 9, 0, 0, 19, 0, 0]), "webp 10 20"),
      (Picture.webp("VP8L", [0x2F, 9, 0xC0, 4, 0]), "webp 10 20"),
      (Picture.webp("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 10, 0, 20, 0]), "webp 10 20"), (Picture.png(0, 1), nil),
      (Picture.png(1, 0xFFFF_FFFF), nil),
      (Array(Picture.png(1, 1).prefix(20)), nil), ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0], nil), ([0xFF, 0xD8, 0xFF], nil),
      ([], nil), (Array("GIF89a".utf8), nil),
      (Array("<svg onload=x>".utf8), nil),
    ] as [([UInt8], String?)])
  func `tells type and size by the first bytes`(bytes: [UInt8], size: String?) {
    #expect(ImageHeader(bytes).map { "\($0.type.rawValue) \($0.width) \($0.height)" } == size)
  }
}
