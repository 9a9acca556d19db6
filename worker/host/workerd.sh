#!/bin/sh
# workerd, and beside it a watcher that ends it when the app is gone, however it went: descriptor 3 is a socket to the
# app, which never writes to it. Signals meant for the whole group are the app's to answer.
trap '' INT TERM HUP
workerd=$REGULARS_WORKERD temporary=$REGULARS_TEMPORARY
unset REGULARS_WORKERD REGULARS_TEMPORARY
(
  exec </dev/null >/dev/null 2>&1
  read -r _ <&3
  kill -9 $$
  rm -rf "$temporary"
) &
exec "$workerd" "$@"
