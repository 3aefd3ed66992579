internal import Essentials
internal import Payloads

enum __Name__Title: TextRule { static let length = 1...200 }

/// What is asked for when one is added.
struct __Name__Form: Payload {
  let title: Text<__Name__Title>
  static let shape = Shape("__Name__Form", Self.init, Field("title", \.title))
}
