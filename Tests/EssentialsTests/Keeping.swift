import Essentials
import Testing

@Suite struct `Keeping what was worked out` {
  @Test func `a value is made once`() {
    let cache = Cache<Int, String>(most: 2)
    #expect(cache.value(for: 1) { "first" } == "first")
    #expect(cache.value(for: 1) { "second" } == "first")
    #expect(cache[2] == nil)
  }

  @Test func `what nobody asks for is forgotten, the rest stays`() {
    let cache = Cache<Int, Int>(most: 2)
    for number in 0..<100 {
      cache.keep(number, for: number)
      #expect(cache[0] == 0)
    }
    #expect((1..<100).filter { cache[$0] != nil }.count <= 4)
  }
}
