#!/usr/bin/env bash
# Two machines whose folder is carried by two real Syncthings on the loopback, and a copy of one of them.
#
#     tests/faults/syncthing.sh        needs syncthing, and the ports 8401, 8402, 22101 and 22102
#
# Ends well where all three say the same in the end.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=${BACKTUI:-$repository/.venv/bin/backtui}
command -v syncthing >/dev/null || { echo "There is no syncthing; install it first." >&2; exit 2; }
room=$(mktemp -d)
carriers=()
trap 'kill "${carriers[@]}" 2>/dev/null || true; rm -rf "$room"' EXIT

backtui() { # MACHINE WORDS…
    HOME=$room/$1 "$program" "${@:2}"
}

carry() { # MACHINE: its carrier, in the background
    STNOUPGRADE=1 syncthing serve --home="$room/$1/carrier" --no-browser --no-restart >"$room/$1.log" 2>&1 &
    carriers+=($!)
}

configured() { # MACHINE NUMBER OWN OTHER: it knows only the other one, and asks nobody outside
    cat >"$room/$1/carrier/config.xml" <<XML
<configuration version="36">
<folder id="back" path="$room/$1/folder" type="sendreceive" rescanIntervalS="5" fsWatcherEnabled="true" fsWatcherDelayS="1">
<device id="$3"/><device id="$4"/></folder>
<device id="$3" name="this"><address>tcp://127.0.0.1:2210$2</address></device>
<device id="$4" name="other"><address>tcp://127.0.0.1:2210$((3 - $2))</address></device>
<gui enabled="true" tls="false"><address>127.0.0.1:840$2</address><apikey>key</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:2210$2</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH><startBrowser>false</startBrowser></options>
</configuration>
XML
}

alike() { # whether both folders have the same files
    diff -r --exclude='.st*' --exclude='.syncthing*' "$room/one/folder" "$room/two/folder" >/dev/null
}

carried() { # wait until they have
    for _ in $(seq 120); do
        if [ -n "$(ls "$room/one/folder" "$room/two/folder")" ] && alike; then return; fi
        sleep 0.5
    done
    echo "Nothing was carried within a minute." >&2
    exit 1
}

for machine in one two; do
    mkdir -p "$room/$machine/folder"
    syncthing generate --home="$room/$machine/carrier" --no-default-folder >/dev/null 2>&1
done
one=$(syncthing --device-id --home="$room/one/carrier")
two=$(syncthing --device-id --home="$room/two/carrier")
configured one 1 "$one" "$two"
configured two 2 "$two" "$one"
carry one
carry two

backtui one import --yes "$repository/examples/diary.csv" >/dev/null
backtui two import --yes "$repository/examples/walks.csv" >/dev/null
cp -a "$room/one" "$room/copy"
rm -rf "$room/copy/carrier" "$room/copy/folder"
backtui copy log pain 7
backtui one log pain 2
for _ in 1 2 3; do
    backtui one sync "$room/one/folder" --yes
    carried
    backtui two sync "$room/two/folder" --yes
    backtui copy sync "$room/two/folder" --yes
    carried
done
for machine in two copy; do
    for table in sessions repetitions aerobic pain; do
        diff <(backtui one export --format csv --of $table) <(backtui $machine export --format csv --of $table)
    done
done
backtui one doctor
echo "All three say the same."
