#!/bin/sh
# Debian packages that the tests need: installed when root, else named.
set -eu

wanted=""
[ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null || wanted="$wanted postgresql"
command -v chromium >/dev/null || wanted="$wanted chromium"
[ -n "$(find /usr/share/fonts -iname '*NotoSansCJK*' 2>/dev/null | head -1)" ] || wanted="$wanted fonts-noto-cjk"
[ -z "$wanted" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # one word per package
    apt-get install -y -qq --no-install-recommends $wanted >/dev/null
else
    echo "the tests need more packages; run: sudo apt-get install$wanted" >&2
    exit 1
fi
