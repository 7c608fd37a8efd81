# Functions that install what is missing, for ./run and ./test. To be sourced.

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install() {
    if ! command -v apt-get >/dev/null; then
        echo "Máy này không có apt-get. Hãy tự cài: $*" >&2
        exit 1
    fi
    echo "Đang cài: $*" >&2
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_postgresql() {
    if [ -z "${DATABASE_URL:-}${PG_BIN:-}" ] && ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
        install postgresql
    fi
}

need_rust() {
    if ! command -v cc >/dev/null; then install build-essential; fi
    if command -v cargo >/dev/null; then return; fi
    PATH=$HOME/.cargo/bin:$PATH
    if command -v cargo >/dev/null; then return; fi
    if ! command -v curl >/dev/null; then install curl ca-certificates; fi
    curl --proto '=https' --tlsv1.2 -fsSL https://sh.rustup.rs | sh -s -- -y --profile default --no-modify-path
}

need_node() {
    if ! command -v npm >/dev/null || ! command -v node >/dev/null; then install nodejs npm; fi
}

need_chromium() {
    if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
        install chromium
    fi
    CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser)}
    export CHROMIUM
}

# Reads PDF back in tests.
need_poppler() {
    if ! command -v pdftotext >/dev/null; then install poppler-utils; fi
}
