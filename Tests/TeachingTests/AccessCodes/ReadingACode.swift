import Payloads
import Testing

@testable import Teaching

@Suite struct `Reading an access code` {
  @Test(arguments: [
    "BREA-DFRE-SHEN", "brea-dfre-shen", "breadfreshen", " Brea Dfre Shen ", "BREADFRE-SHEN",
    "brea\u{2013}dfre\u{2014}shen", "brea\u{A0}dfre\u{2011}shen\n",
  ])
  func `takes it as people paste it`(typed: String) { #expect(CodeText(typed)?.text == "BREA-DFRE-SHEN") }

  @Test(arguments: [
    "", "BREA-DFRE", "BREA-DFRE-SHE0", "BREA-DFRE-SHEI", "BREA_DFRE_SHEN", "BREA-DFRE-SHENX", "<b>-DFRE-SHEN",
  ])
  func `refuses what is no code`(typed: String) { #expect(CodeText(typed) == nil) }

  @Test func `draws codes that are codes, and not the same twice`() {
    let codes = (0..<500).map { _ in CodeText.random() }
    #expect(codes.allSatisfy { CodeText($0.text) == $0 })
    #expect(Set(codes).count == 500)
  }

  @Test func `payloads are listed in the order they are stored`() {
    #expect(CodePayload.roundTripFaults() == [])
    #expect(GenerateRequest.roundTripFaults() == [])
    #expect(CodeForm.roundTripFaults() == [])
    #expect(RedemptionPayload.roundTripFaults() == [])
    #expect(RedemptionAnswer.roundTripFaults() == [])
    #expect(CodesFilter.roundTripFaults() == [])
    #expect(CodeChanges.roundTripFaults() == [])
    #expect(CodesSuspected.roundTripFaults() == [])
    #expect(SendCodeAlarm.roundTripFaults() == [])
  }
}
