public import Testing

/// Gives each test a school of its own.
public struct SchoolTrait: TestTrait, SuiteTrait, TestScoping {
  /// The trait is handed down to every test of a suite; the suite itself needs no school.
  public var isRecursive: Bool { true }

  public func scopeProvider(for test: Test, testCase: Test.Case?) -> SchoolTrait? { testCase == nil ? nil : self }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await SchoolYard.shared.withSchool { school in
      try await School.$bound.withValue(school) { try await function() }
    }
  }
}

extension Trait where Self == SchoolTrait {
  public static var school: SchoolTrait { SchoolTrait() }
}
