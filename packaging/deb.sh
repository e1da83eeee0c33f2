#!/usr/bin/env bash
# A Debian package from an sdist: packaging/deb.sh SDIST FOLDER. It needs Debian with python3-textual 8.2.8 or newer
# (sid has it, 13 has not), the packages that debian/control names, and lintian. wakepy is not in Debian: without it the
# screen may go dark during a session, and nothing else changes. DEBFULLNAME and DEBEMAIL say who packages it.
set -euo pipefail

: "${DEBFULLNAME:?Set DEBFULLNAME to your name.}" "${DEBEMAIL:?Set DEBEMAIL to your address.}"

sdist=$(realpath "$1") into=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

name=$(basename "$sdist" .tar.gz)
tar -xzf "$sdist" -C "$work"
cp "$sdist" "$work/${name/-/_}.orig.tar.gz"
cp -r "$work/$name/packaging/debian" "$work/$name/debian"
cd "$work/$name"
sed -i "s/@NAME@/$DEBFULLNAME/; s/@EMAIL@/$DEBEMAIL/" debian/control debian/changelog
dpkg-buildpackage -us -uc
lintian --fail-on error,warning --info --display-info ../*.changes
cp ../*.deb ../*.dsc ../*.changes ../*.tar.* "$into"
