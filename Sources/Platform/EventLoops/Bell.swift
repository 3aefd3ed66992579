internal import CLinux
internal import Glibc

/// Wakes a thread that waits for it (eventfd(2)). The descriptor lives as long as anybody can ring: closed before, its number may
/// be another's by then, and a late ring would be eight bytes in somebody's socket.
public final class Bell: Sendable {
  let descriptor: Int32

  /// `waits`: whether `hear` waits for a ring where there was none yet.
  public init(waits: Bool) {
    descriptor = eventfd(0, Int32(waits ? EFD_CLOEXEC : EFD_CLOEXEC | EFD_NONBLOCK))
    precondition(descriptor >= 0, "No descriptor left for a bell.")
  }
  deinit { close(descriptor) }

  public func ring() { eventfd_write(descriptor, 1) }

  /// Takes all rings so far.
  public func hear() {
    var count: UInt64 = 0
    unsafe eventfd_read(descriptor, &count)
  }
}
