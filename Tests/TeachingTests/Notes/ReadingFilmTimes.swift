import Testing

@testable import Teaching

/// The place in a film, as people type it.
@Suite struct `Reading film times` {
  @Test(arguments: [("0", 0), ("7", 7), ("1:23", 83), ("01:05", 65), ("1:02:03", 3723), ("95:00", 5700)])
  func `a time is read`(text: String, seconds: Int) {
    #expect(FilmTime(text)?.seconds == seconds)
  }

  @Test(arguments: ["", ":", "1:", "1:60", "1:2:3:4", "-1", "a", "1.5", "99999:00:00", "24:00:00", "١:٢٣"])
  func `what is none is refused`(text: String) { #expect(FilmTime(text) == nil) }

  @Test(arguments: [(0, "0:00"), (83, "1:23"), (3723, "1:02:03"), (600, "10:00")])
  func `it is shown as players show it`(seconds: Int, text: String) {
    #expect(FilmTime(seconds: seconds).text == text && FilmTime(text)?.seconds == seconds)
  }
}
