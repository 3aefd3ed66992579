import Testing

@testable import Accounts

@Suite struct `Reading captions` {
  @Test func `WebVTT keeps its words and times, and nothing else`() throws {
    let text = """
      \u{FEFF}WEBVTT - of a kiln
      Kind: captions

      STYLE
      ::cue { background: url(https://elsewhere.example/) }

      NOTE for us

      REGION
      id:one

      intro
      00:01.000 --> 00:04.250 align:start position:10%
      <v Tom>Clay &amp; <i>fire</i></v>
      5 < 6 <script>alert(1)</script>

      1:00:05.000 --> 1:00:06.000
      --&gt; here
      """
    let made = try CaptionText(reading: Array(text.utf8))
    #expect(
      made.webVTT
        == """
        WEBVTT

        00:00:01.000 --> 00:00:04.250
        Clay &amp; fire
        5 &lt; 6 alert(1)

        01:00:05.000 --> 01:00:06.000
        --&gt; here

        """)
    #expect(try CaptionText(reading: Array(made.webVTT.utf8)).cues == made.cues)
  }

  @Test func `SubRip becomes WebVTT, in the order of time`() throws {
    let text =
      "2\r\n00:00:05,000 --> 00:00:06,000\r\nسلام\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,500\r\n{first}\r\nline\r\n"
    let made = try CaptionText(reading: Array(text.utf8))
    #expect(made.cues.map(\.lines) == [["{first}", "line"], ["سلام"]])
    #expect(made.webVTT.contains("00:00:01.000 --> 00:00:02.500\n{first}\nline\n"))
  }

  @Test(arguments: [
    ("", "has no captions"), ("WEBVTT\n\n", "has no captions"), ("<html>\n</html>", "says no time in line 1"),
    ("WEBVTT\n\n00:04.000 --> 00:01.000\na", "ends a caption before it begins in line 3"),
    ("WEBVTT\n\n00:04.000 --> 00:04.000\na", "ends a caption before it begins in line 3"),
    ("WEBVTT\n\n00:99.000 --> 01:60.000\na", "has a time that is none in line 3"),
    ("WEBVTT\n\n-1:00.000 --> 00:04.000\na", "has a time that is none in line 3"),
    ("WEBVTT\n\n00:01 --> 00:04.000\na", "has a time that is none in line 3"),
    ("WEBVTT\n\n00:01.000 --> 99:00:00.000\na", "goes beyond twelve hours in line 3"),
    ("WEBVTT\n\n00:01.000 --> 00:02.000 --> 00:03.000\na", "has a time that is none in line 3"),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\na\u{1}", "has control characters"),
    ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + String(repeating: "a", count: 1001), "says more than 1000 characters"),
  ])
  func `what is wrong is told with its line`(text: String, words: String) {
    #expect(fault(Array(text.utf8))?.contains(words) == true, "\(fault(Array(text.utf8)) ?? "taken")")
  }

  @Test func `bytes that are no text, or too many, are refused`() {
    #expect(fault([0xFF, 0xFE, 0x57, 0x00]) == "is not UTF-8 text")
    #expect(fault(Array(repeating: 0x41, count: 1 << 20 + 1))?.contains("more than") == true)
    let cue = "00:01.000 --> 00:02.000\na\n\n"
    #expect(fault(Array(String(repeating: cue, count: 20_001).utf8)) == "has more than 20000 captions")
  }

  private func fault(_ bytes: [UInt8]) -> String? {
    do throws(CaptionFault) {
      _ = try CaptionText(reading: bytes)
      return nil
    } catch { return error.words }
  }
}
