#!/bin/sh
# The Debian packages that the tests need: installed when root, else named in the one command to run.
set -eu

wanted=""
command -v cc >/dev/null || wanted="$wanted build-essential"
[ -n "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || command -v initdb >/dev/null || wanted="$wanted postgresql"
command -v "${CHROMIUM:-chromium}" >/dev/null || wanted="$wanted chromium"
# Without it Chinese text is boxes, and so are the screenshots.
[ -n "$(find /usr/share/fonts -iname '*NotoSansCJK*' 2>/dev/null | head -n 1)" ] || wanted="$wanted fonts-noto-cjk"
# Written alerts are held against the schema of CAP.
command -v xmllint >/dev/null || wanted="$wanted libxml2-utils"
# Loudspeakers are tried at a real broker.
command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || wanted="$wanted mosquitto"
# Exercises run in a network of their own, which must stay silent.
command -v ip >/dev/null || [ -x /usr/sbin/ip ] || wanted="$wanted iproute2"
# Workers are tried whose clocks are wrong.
[ -n "$(find /usr/lib -maxdepth 3 -name libfaketimeMT.so.1 2>/dev/null | head -n 1)" ] || wanted="$wanted libfaketime"
# Power cuts are tried on a user-mode Linux, which Debian builds for this one architecture.
if [ "$(uname -m)" = x86_64 ]; then
    command -v linux.uml >/dev/null || wanted="$wanted user-mode-linux"
    [ -x /sbin/mke2fs ] || [ -x /usr/sbin/mke2fs ] || wanted="$wanted e2fsprogs"
fi
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$wanted"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    # shellcheck disable=SC2086 # one word per package
    apt-get install -y -qq --no-install-recommends $wanted </dev/null >/dev/null
else
    echo "the tests need more packages; run: sudo apt-get install --no-install-recommends$wanted" >&2
    exit 1
fi
