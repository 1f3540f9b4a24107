#!/usr/bin/env bash
# Runs nightly.ps1 every night as a systemd timer of the present user.
#
#   systemd-timer.sh --print      shows the units and the line for cron
#   systemd-timer.sh --install    installs and starts the timer
#   systemd-timer.sh --emulator   installs nothing and runs once what the timer would run, against the built-in emulator
#
# PWSH names the PowerShell to use; further arguments go to nightly.ps1.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
pwsh=$(command -v "${PWSH:-pwsh}")
mode=${1:---print}
shift || true
run=("$pwsh" -NoProfile -NonInteractive -File "$here/nightly.ps1" "$@")

# The key comes from a file that only this user can read: DASHSCOPE_API_KEY=sk-...
service() {
  cat <<UNIT
[Unit]
Description=Wan27 nightly batch
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
EnvironmentFile=-%h/.config/wan27.env
WorkingDirectory=$PWD
ExecStart=$(printf '"%s" ' "${run[@]}")
TimeoutStartSec=4h
UNIT
}

timer() {
  cat <<'UNIT'
[Unit]
Description=Wan27 nightly batch

[Timer]
OnCalendar=*-*-* 02:30:00
Persistent=true

[Install]
WantedBy=timers.target
UNIT
}

case "$mode" in
  --print)
    echo "# wan27.service"; service
    echo; echo "# wan27.timer"; timer
    echo; echo "# or in a crontab:"; printf '30 2 * * * cd "%s" && set -a; . "$HOME/.config/wan27.env"; %s\n' "$PWD" "$(printf '"%s" ' "${run[@]}")"
    ;;
  --install)
    units="${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user"
    mkdir -p "$units"
    service >"$units/wan27.service"
    timer >"$units/wan27.timer"
    systemctl --user daemon-reload
    systemctl --user enable --now wan27.timer
    echo "Run 'loginctl enable-linger' once, so that the timer also runs when nobody is logged in."
    ;;
  --emulator)
    exec "${run[@]}" -Emulator
    ;;
  *)
    echo "Unknown mode $mode; see the head of this file." >&2
    exit 2
    ;;
esac
