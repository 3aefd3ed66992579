public import Essentials

/// How long an answer is kept that is asked for again and again, such as the keys of a provider.
public struct Keeping: Sendable {
  /// What the server says counts within these bounds; `usual` where it says nothing.
  let bounds: ClosedRange<Int64>
  let usual: Int64

  public init(_ bounds: ClosedRange<Seconds>, usual: Seconds) {
    self.bounds = bounds.lowerBound.count...bounds.upperBound.count
    self.usual = usual.count
  }

  func time(for answer: HTTPAnswer) -> Int64 {
    let parts = (answer.field("cache-control") ?? "").lowercased().split { $0 == "," || $0 == " " }
    if parts.contains("no-store") || parts.contains("no-cache") { return bounds.lowerBound }
    let age = parts.first { $0.hasPrefix("max-age=") }.flatMap { Int64($0.dropFirst(8)) } ?? usual
    return min(max(age, bounds.lowerBound), bounds.upperBound)
  }
}

/// Answers in memory, a bounded number of them.
final class KeptAnswers: Sendable {
  struct Kept: Sendable {
    let answer: HTTPAnswer, fetchedAt: Instant, until: Instant
  }
  private let answers = Locked<[String: Kept]>([:])
  private static let most = 64

  subscript(_ url: String) -> Kept? { answers.withLock { $0[url] } }

  func keep(_ kept: Kept, for url: String) {
    answers.withLock { answers in
      if answers.count >= Self.most, answers[url] == nil,
        let oldest = answers.min(by: { $0.value.fetchedAt < $1.value.fetchedAt })
      {
        answers[oldest.key] = nil
      }
      answers[url] = kept
    }
  }
}

extension HTTPClient {
  /// What is answered at an address, from memory while it holds. Only a 200 is kept.
  /// - Parameter newerThan: An answer that was fetched before is asked for again all the same.
  public func fetch(
    _ call: HTTPCall, _ keeping: Keeping, at now: Instant, newerThan: Instant? = nil
  ) async throws -> HTTPAnswer {
    if let known = kept[call.url], now < known.until, now >= known.fetchedAt,
      newerThan.map({ known.fetchedAt > $0 }) ?? true
    {
      return known.answer
    }
    let answer = try await self.call(call)
    if answer.status == 200 {
      let until = now + Seconds(keeping.time(for: answer))
      kept.keep(KeptAnswers.Kept(answer: answer, fetchedAt: now, until: until), for: call.url)
    }
    return answer
  }
}
