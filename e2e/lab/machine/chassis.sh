#!/bin/bash
# The chassis behind one lab BMC: ipmi_sim runs this for every power and boot request, in the machine's folder, as
#   chassis.sh get power|boot…   prints "power:1"
#   chassis.sh set power 0|1 | reset 1 | shutdown 1 | boot none|pxe|default|cdrom|bios | identify …
# and waits for it, so it must return quickly and leave no child holding its output. A failure becomes completion code
# FFh. ./start-machine starts QEMU; ./boot is the one-shot boot device; ./chassis.log keeps what was asked, and when.

running() {
  [ -s qemu.pid ] && read -r pid <qemu.pid && grep -qaF "$PWD/qemu.pid" "/proc/$pid/cmdline" 2>/dev/null
}

# Whether any thread of a process is left. Its command line and qemu.pid go earlier than its sockets do.
alive() {
  local stat line
  for stat in "/proc/$1/task/"*/stat; do
    { read -r line <"$stat"; } 2>/dev/null || continue
    [[ ${line##*) } == [ZX]* ]] || return 0
  done
  return 1
}

ended() { # within a second
  local tries
  for tries in {1..40}; do
    alive "$1" || return 0
    sleep 0.025
  done
  return 1
}

monitor() { # one QMP command
  printf '{"execute":"qmp_capabilities"}\n{"execute":"%s"}\n' "$1" |
    timeout 2 socat -t 0.3 - UNIX-CONNECT:chassis.sock >/dev/null 2>&1
}

boot_options() {
  case $1 in
    pxe) echo "-boot once=n,order=c" ;;
    cdrom) echo "-boot once=d,order=c" ;;
    bios) echo "-boot menu=on,splash-time=60000 -fw_cfg name=etc/boot-menu-message,file=setup.txt" ;;
    *) echo "-boot order=c" ;;
  esac
}

start() {
  running && return 0
  local device=default fd
  [ -s boot ] && read -r device <boot
  rm -f boot was-off
  # QEMU outlives this call: it must not keep the simulator's sockets open.
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    [ "$fd" -gt 2 ] && eval "exec $fd>&-" 2>/dev/null
  done
  # shellcheck disable=SC2046  # several words on purpose
  ./start-machine $(boot_options "$device") </dev/null >>qemu.log 2>&1
}

stop() {
  running || return 0
  kill -TERM "$pid"
  ended "$pid" || { kill -KILL "$pid" && ended "$pid"; }
  rm -f qemu.pid
  return 0
}

reset() {
  running || return 1
  if [ -s boot ]; then # QEMU reads a boot order only when it starts
    stop && start
  else
    monitor system_reset
  fi
}

get() {
  case $1 in
    power) if running; then echo power:1; else echo power:0; fi ;;
    boot) if [ -s boot ]; then echo "boot:$(<boot)"; else echo boot:none; fi ;;
    *) return 1 ;;
  esac
}

set_() {
  echo "$EPOCHREALTIME $1 $2" >>chassis.log
  case $1 in
    power) if [ "$2" = 1 ]; then start; else stop && touch was-off; fi ;;
    suspend) stop ;; # not from the BMC: the lab goes to sleep, and wakes up as it was
    reset) reset ;;
    shutdown) monitor system_powerdown ;;
    boot) if [ "$2" = none ]; then rm -f boot; else echo "$2" >boot; fi ;;
    identify) ;;
    *) return 1 ;;
  esac
}

verb=$1
shift
case $verb in
  get) for what in "$@"; do get "$what" || exit 1; done ;;
  set)
    while [ $# -ge 2 ]; do
      set_ "$1" "$2" || exit 1
      shift 2
    done
    ;;
  *) exit 1 ;;
esac
