internal import Essentials
internal import EvolvCore
internal import SQLStore

/// A code with a known text, which no person can make.
enum SampleCode {
  static func insert(_ code: CodeText, by viewer: Viewer, at now: Instant) -> SQL {
    """
    INSERT INTO course_access_codes (id, code, course_id, type, max_uses, created_by, created_at)
    SELECT \(ID<AccessCode>(at: now)), \(code), id, 'multi_use', 100, \(viewer.person), \(now) FROM courses WHERE slug = 'bread-from-scratch'
    """
  }
}
