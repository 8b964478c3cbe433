# Sourced by the scripts that install packages.

# Installs the packages named, as root or with sudo; refreshes apt's lists only where it must.
install_packages() {
  if ! command -v apt-get >/dev/null; then
    echo "setup: missing: $*; this system has no apt-get, so install what carries them here and start again" >&2
    return 1
  fi
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "setup: missing: $*; run as root, or: apt-get install $*" >&2
      return 1
    fi
    as_root=sudo
  fi
  echo "setup: installing $*"
  if ! apt_install "$@" >/dev/null 2>&1; then
    echo "setup: refreshing the lists of packages"
    $as_root apt-get update -qq </dev/null
    apt_install "$@" >/dev/null
  fi
}

apt_install() {
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null
}
