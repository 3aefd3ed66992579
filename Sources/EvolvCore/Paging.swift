public import Payloads

/// Which page of a list, counted from 1; at most 10,000, so that the arithmetic stays small.
public enum PageNumber: NumberRule { public static let range = 1...10_000 }
/// How many rows a page has.
public enum PageSize: NumberRule { public static let range = 1...100 }

/// What stands beside the rows of every list of the API.
public struct ListMeta: Payload {
  public let total: Int, page: Int, pageSize: Int, nextCursor: String?
  public init(total: Int, page: Int, pageSize: Int, nextCursor: String?) {
    self.total = total
    self.page = page
    self.pageSize = pageSize
    self.nextCursor = nextCursor
  }
  public static let shape = Shape(
    "ListMeta", Self.init,
    Field("total", \.total, "Rows in all"), Field("page", \.page), Field("page_size", \.pageSize),
    Field("next_cursor", \.nextCursor, "Hand it back as cursor to go on; null at the end"))
}
