#!/usr/bin/env bash
# The README's two commands in bare systems, as a plain user with PATH and HOME only: what a stranger's machine says.
#
#     sudo tests/bench/bare_roots.sh                         bookworm, trixie, sid and Ubuntu's noble
#     sudo tests/bench/bare_roots.sh bookworm                only that one
#     sudo PYTEST='tests/test_paths.py' tests/bench/bare_roots.sh sid     the set-up, and those tests
#
# Needs root, debootstrap and about 1 GB a root, which is gone afterwards. Debian comes from the mirror that apt uses
# here, Ubuntu from UBUNTU_MIRROR; without one it is skipped, and so is what the mirror does not have.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
wanted=("$@")
[ $# -gt 0 ] || wanted=(bookworm trixie sid noble)
pytest=${PYTEST:-}

[ "$(id -u)" = 0 ] || { echo "It makes whole systems, so it has to be root." >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "There is no debootstrap; install it first." >&2; exit 2; }

work=$(mktemp -d)
# What is mounted is so in a namespace of its own, which ends with the command in it.
trap 'rm -rf --one-file-system "$work"' EXIT

debian_mirror() {
    apt-get indextargets --format '$(SITE) $(ORIGIN)' | awk '/ Debian$/ { print $1; exit }'
}

made() { # SUITE ROOT: a bare system with what the README asks for
    local mirror options=(--variant=minbase --include=python3,python3-pip,python3-venv,ca-certificates)
    if [ "$1" = noble ]; then
        mirror=${UBUNTU_MIRROR:-}
        options+=(--components=main,universe)
        [ -n "$mirror" ] || { echo "$1: skipped, for UBUNTU_MIRROR names no mirror"; return 1; }
    else
        mirror=$(debian_mirror)
        [ -n "$mirror" ] || { echo "$1: skipped, for apt names no mirror of Debian here"; return 1; }
    fi
    if ! debootstrap "${options[@]}" "$1" "$2" "$mirror" >"$work/log" 2>&1; then
        echo "$1: skipped, for it could not be made:"
        tail -n 3 "$work/log"
        return 1
    fi
}

furnished() { # ROOT: the way out, a user, and a fresh clone
    cp /etc/resolv.conf /etc/hosts "$1/etc/"
    cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    chroot "$1" useradd --create-home --shell /bin/sh tester
    mkdir -p "$1/home/tester/.config/pip"
    [ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$1/etc/"
    [ ! -f ~/.config/pip/pip.conf ] || cp ~/.config/pip/pip.conf "$1/home/tester/.config/pip/"
    git clone -q --no-hardlinks "$repository" "$1/home/tester/backtui"
    chroot "$1" chown -R tester: /home/tester
}

inside() { # ROOT COMMAND: as the user, in namespaces of its own
    local pip=()
    while IFS= read -r variable; do pip+=("$variable"); done < <(env | grep '^PIP_[A-Z]*=' || true)
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child sh -euc '
        root=$1 command=$2
        shift 2
        mount -t proc proc "$root/proc"
        mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
        ln -sf pts/ptmx "$root/dev/ptmx"
        mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
        exec chroot --userspec=tester:tester "$root" \
            env -i --default-signal=INT,QUIT PATH=/usr/bin:/bin HOME=/home/tester "$@" sh -euc "cd; cd backtui; $command"
    ' sh "$1" "$2" "${pip[@]}"
}

timed() { # NAME ROOT WHAT COMMAND
    local before=$SECONDS
    if inside "$2" "$4" >"$work/log" 2>&1; then
        echo "$1: $3: $((SECONDS - before)) s; $(tail -n 1 "$work/log")"
    else
        echo "$1: $3 FAILED after $((SECONDS - before)) s:"
        tail -n 60 "$work/log"
        return 1
    fi
}

failed=0
for suite in "${wanted[@]}"; do
    root=$work/$suite
    if made "$suite" "$root"; then
        furnished "$root"
        echo "$suite: $(chroot "$root" python3 --version)"
        timed "$suite" "$root" "set up" \
            "python3 -m venv --without-pip .venv && python3 -m pip --python .venv/bin/python install -q -e '.[test]' && .venv/bin/python --version" &&
            timed "$suite" "$root" "a few commands" \
                ".venv/bin/backtui plan >plan.txt && .venv/bin/backtui today --json >day.json && .venv/bin/backtui --version" &&
            timed "$suite" "$root" "the tests" ".venv/bin/python -m pytest -q $pytest" || failed=1
    fi
    rm -rf --one-file-system "$root"
done
exit "$failed"
