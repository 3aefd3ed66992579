internal import Essentials
internal import Glibc

extension Metrics {
  /// The standard numbers about the process itself, asked of the kernel when the page is read.
  public func watchProcess() {
    let started = Double(Instant.now().unixSeconds)
    watch("process_start_time_seconds", "Start time of the process since the Unix epoch.") { started }
    watch("process_cpu_seconds_total", "User and system CPU time spent.", isCounter: true) { processorSeconds() }
    watch("process_resident_memory_bytes", "Resident memory.") { residentBytes() }
    watch("process_open_fds", "Open file descriptors.") { openDescriptors() }
    watch("process_max_fds", "Most file descriptors the process may open.") { mostDescriptors() }
  }
}

private func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

private func residentBytes() -> Double {
  let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return 0 }
  defer { close(file) }
  var bytes = [UInt8](repeating: 0, count: 256)
  let count = unsafe read(file, &bytes, bytes.count)
  // "size resident shared …", counted in pages.
  let words = bytes.prefix(max(count, 0)).split(separator: UInt8(ascii: " "))
  guard words.count > 1, let pages = Double(String(decoding: words[1], as: UTF8.self)) else { return 0 }
  return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
}

private func openDescriptors() -> Double {
  guard let folder = unsafe opendir("/proc/self/fd") else { return 0 }
  defer { unsafe closedir(folder) }
  var count = 0.0
  while unsafe readdir(folder) != nil { count += 1 }
  return count - 3  // Neither ".", ".." nor the folder opened here.
}

private func mostDescriptors() -> Double {
  var limit = rlimit()
  unsafe getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
  return Double(limit.rlim_cur)
}
