# For the scripts of this folder: running several programs that end with "N passed, N failed", and a PostgreSQL when none is given.

# Runs commands divided by "--" and ends with the sum of their last lines.
sum_of() {
    local p=0 f=0 s=0 command=() word line
    for word in "$@" --; do
        if [ "$word" != -- ]; then
            command+=("$word")
            continue
        fi
        exec 3>&1
        line=$("${command[@]}" 2>&1 | tee /dev/fd/3 | tail -1)
        if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
            p=$((p + BASH_REMATCH[1])) f=$((f + BASH_REMATCH[2])) s=$((s + ${BASH_REMATCH[4]:-0}))
        else
            echo "not ok - ${command[*]} comes to its end"
            f=$((f + 1))
        fi
        command=()
    done
    if [ $s -gt 0 ]; then echo "$p passed, $f failed, $s skipped"; else echo "$p passed, $f failed"; fi
    [ $f = 0 ]
}

# tests/run starts one for all; a script run alone starts its own.
need_postgres() {
    [ -z "${THUBON_TEST_POSTGRES:-}" ] || return 0
    THUBON_TEST_POSTGRES_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/thubon-pg-XXXXXX")
    trap '"$THUBON_SOURCE/tests/postgres.sh" remove "$THUBON_TEST_POSTGRES_FOLDER"' EXIT
    THUBON_TEST_POSTGRES=$("$THUBON_SOURCE/tests/postgres.sh" start "$THUBON_TEST_POSTGRES_FOLDER") || exit 1
    export THUBON_TEST_POSTGRES THUBON_TEST_POSTGRES_FOLDER
}
