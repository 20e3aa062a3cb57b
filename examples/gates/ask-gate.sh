#!/bin/sh
# Ask whether a subject may pass: exit 0 only when the server says so itself, in the one way that it says it.
# No answer, a redirect, a page, a wrong token, a gate that is shut: all of them are not 0, and stop the job.
#
#   TONETOP_URL=https://tonetop.example.org TONETOP_TOKEN=tonetop_… ./ask-gate.sh PROCESS SUBJECT [KIND]
#
# Without a kind all gates of the process are asked; with one, only those of that kind.
# Name both by type and id (BusinessProcess:proc-product, AISystem:AI-1): names and kinds are whoever's who writes processes.
# Needs curl 7.84 or newer. The verdict with its reasons is printed, and kept in tonetop-verdict.json.
set -eu
: "${TONETOP_URL:?set it to the address of the server}" "${TONETOP_TOKEN:?set it to a token of an account}"
process=${1:?say which process} subject=${2:?say which subject} kind=${3:-}
case "$process$subject$kind" in
*[!A-Za-z0-9._:-]*)
  echo "ask-gate: name process, subject and kind by their ids (letters, digits, . _ : -)" >&2
  exit 2
  ;;
esac

rm -f tonetop-verdict.json
# --disable: no settings of the machine, such as following redirects; the token goes by stdin, where no `ps` shows it
said=$(printf 'Authorization: Bearer %s\n' "$TONETOP_TOKEN" | curl --disable --silent --show-error --max-time 30 --max-filesize 1000000 \
  --header @- --header "Content-Type: application/json" \
  --data "{\"process\": \"$process\", \"subject\": \"$subject\", \"kind\": \"$kind\"}" \
  --output tonetop-verdict.json --write-out '%{http_code} %header{tonetop-gate}' \
  "$TONETOP_URL/api/v1/gates/check") || said="no answer"
if [ -f tonetop-verdict.json ]; then
  cat tonetop-verdict.json
  echo
fi
if [ "$said" = "200 open ${subject#*:}" ]; then
  exit 0
fi
echo "ask-gate: $subject may not pass $process ($said)" >&2
exit 1
