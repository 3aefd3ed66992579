# Shared by the scripts in bin/: where the house stands, how it speaks, which Swift it uses.
set -euo pipefail

house=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$house"
mkdir -p var

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# The toolchain's usual place counts when PATH does not name one.
find_swift() {
  command -v swift >/dev/null || PATH="$PATH:/opt/swift/usr/bin:/usr/local/swift/usr/bin"
  command -v swift >/dev/null || fail "Swift is missing: install the Swift 6.3 toolchain for Debian 12 (swift.org/install) and put its usr/bin into PATH."
}

# Debian's own Python, so that a version manager in PATH changes nothing.
python=/usr/bin/python3

# Builds the program and prints where it lies: build_program debug|release
# The release carries the Swift runtime in itself: it calls it faster, and a server needs no toolchain to run it.
build_program() {
  local runtime=
  [ "$1" = debug ] || runtime=--static-swift-stdlib
  swift build -c "$1" $runtime --product evolv >&2
  printf '%s/evolv\n' "$(swift build -c "$1" --show-bin-path)"
}

# A Python environment with exactly the pinned packages, made anew when the pins change: python_packages FILE FOLDER
python_packages() {
  cmp -s "$1" "$2/installed.txt" && return 0
  say "Installing the Python packages of $1 into ${2#"$house"/}"
  rm -rf "$2"
  "$python" -m venv "$2" || fail "Debian's python3-venv does not work here."
  "$2/bin/pip" install --quiet --disable-pip-version-check --no-input -r "$1" || fail "pip could not install the packages of $1"
  cp "$1" "$2/installed.txt"
}
