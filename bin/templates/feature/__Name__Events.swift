internal import Essentials
internal import EvolvCore
internal import Payloads

struct __Name__Added: DomainEvent {
  static let name = "__name__.added"
  let __nameCamel__: ID<__Name__>
  var subject: Subject { Subject("__name__", __nameCamel__) }
  static let shape = Shape("__Name__Added", Self.init, Field("__name___id", \.__nameCamel__))
}
