internal import CRedis
internal import Essentials

/// One connection, used by one thread at a time.
@safe final class RedisLink: @unchecked Sendable {
  // Handed from thread to thread through the store's lock; never shared.
  private let context: UnsafeMutablePointer<redisContext>

  /// Connects, signs in and chooses the database; blocks for at most `milliseconds` at each step.
  init(_ address: RedisAddress, milliseconds: Int) throws(RedisError) {
    let opened =
      switch address.place {
      case .host(let host, let port): unsafe redis_open(host, port, milliseconds)
      case .socket(let path): unsafe redis_open_socket(path, milliseconds)
      }
    guard let opened = unsafe opened else { throw .unavailable("no memory for a connection", hungUp: false) }
    unsafe context = opened
    guard unsafe opened.pointee.err == 0, unsafe redis_limit(opened, milliseconds) == REDIS_OK else { throw failure() }
    let password = address.password.reveal()
    if !password.isEmpty {
      try expect(address.user.isEmpty ? ["AUTH", password] : ["AUTH", address.user, password])
    }
    if address.database != 0 { try expect(["SELECT", String(address.database)]) }
  }

  deinit { unsafe redisFree(context) }

  /// Sends one command and waits for its answer.
  func send(_ command: [String]) throws(RedisError) -> RedisReply {
    let words = command.map { Array($0.utf8) }, lengths = words.map(\.count)
    let joined = words.flatMap(\.self)
    let answer = unsafe joined.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { bytes in
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        var offset = 0
        for length in lengths {
          unsafe pointers.append(bytes.baseAddress.map { unsafe $0 + offset })
          offset += length
        }
        return unsafe redisCommandArgv(context, Int32(words.count), &pointers, lengths)
      }
    }
    guard let answer = unsafe answer else { throw failure() }
    defer { unsafe freeReplyObject(answer) }
    let reply = unsafe RedisReply(answer.assumingMemoryBound(to: redisReply.self))
    if case .fault(let words) = reply { throw .refused(words) }
    return reply
  }

  private func expect(_ command: [String]) throws(RedisError) { _ = try send(command) }

  private func failure() -> RedisError {
    unsafe .unavailable(String(cString: redis_fault(context)), hungUp: redis_hung_up(context) != 0)
  }
}

extension RedisReply {
  fileprivate init(_ reply: UnsafeMutablePointer<redisReply>) {
    let value = unsafe reply.pointee
    switch unsafe value.type {
    case REDIS_REPLY_INTEGER: self = unsafe .number(value.integer)
    case REDIS_REPLY_NIL: self = .nothing
    case REDIS_REPLY_ARRAY:
      var list: [RedisReply] = []
      for index in 0..<(unsafe value.elements) {
        if let element = unsafe value.element[index] { list.append(unsafe RedisReply(element)) }
      }
      self = .list(list)
    default:
      let bytes = unsafe UnsafeBufferPointer(start: value.str, count: Int(value.len)).map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      self = unsafe value.type == REDIS_REPLY_ERROR ? .fault(text) : .text(text)
    }
  }
}
