#!/bin/sh
# Runs a command as on a newcomer's machine: with Node, npm and uv hidden from PATH.
#   scripts/bare.sh make test
# Only folders of PATH that hold one of them are replaced, each by links to the rest of what it holds.
set -eu

if [ $# -eq 0 ]; then
  echo "usage: scripts/bare.sh command [argument ...]" >&2
  exit 2
fi

hidden="node nodejs npm npx corepack uv uvx"
links=$(mktemp -d "${TMPDIR:-/tmp}/parley-bare-XXXXXX")
chmod 755 "$links"  # the tests run services as a user of their own, who looks for programs here too
trap 'rm -rf "$links"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

holds_hidden() {
  for name in $hidden; do
    if [ -e "$1/$name" ]; then return 0; fi
  done
  return 1
}

bare=
count=0
IFS=:
for folder in $PATH; do
  IFS=' '
  if holds_hidden "$folder"; then
    count=$((count + 1))
    mkdir "$links/$count"
    ln -s "$(cd "$folder" && pwd)"/* "$links/$count/"
    for name in $hidden; do rm -f "$links/$count/$name"; done
    folder=$links/$count
  fi
  bare="${bare:+$bare:}$folder"
done
unset IFS

PATH=$bare "$@"
