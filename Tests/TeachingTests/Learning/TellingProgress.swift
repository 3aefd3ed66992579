import Payloads
import Testing

@testable import Teaching

@Suite struct `Telling progress` {
  @Test func `payloads are listed in the order they are stored`() {
    #expect(OutlineItemPayload.roundTripFaults() == [])
    #expect(ItemPayload.roundTripFaults() == [])
    #expect(ProgressPayload.roundTripFaults() == [])
  }
}
