#!/bin/sh
# Runs its arguments with a Python that is new enough: $PYTHON where it is set, else the one .venv was made with, else
# the first on the PATH that will do. Shell, because there may be no Python to ask.

new_enough() {
    "$1" -IS -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

described() {
    found=$("$1" -IS -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || found=missing
    echo "$1 is $found"
}

if [ -n "${PYTHON:-}" ]; then
    new_enough "$PYTHON" && exec "$PYTHON" "$@"
    echo "Python 3.11 or newer is needed, and PYTHON=$(described "$PYTHON"). Leave PYTHON out, or name another." >&2
    exit 1
fi

for python in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11; do
    new_enough "$python" && exec "$python" "$@"
done

get='get one (python.org/downloads) and say make … PYTHON=path/to/python3'
if command -v apt-cache >/dev/null; then
    [ "$(id -u)" = 0 ] && sudo='' || sudo='sudo '
    for version in 3.11 3.12 3.13; do
        [ -n "$(apt-cache show "python$version-venv" 2>/dev/null)" ] && get="${sudo}apt-get install python$version-venv"
    done
fi
echo "Python 3.11 or newer is needed, and $(described python3). Do: $get" >&2
exit 1
