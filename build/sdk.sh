# Finds the .NET 10 SDK and sets $dotnet, or says what is missing. Sourced by ./heed and ./check.
dotnet=${DOTNET_HOST_PATH:-$(command -v dotnet || true)}
for candidate in "$dotnet" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
  if [ -x "$candidate" ] && "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then dotnet=$candidate; break; fi
  dotnet=""
done
if [ -z "$dotnet" ]; then
  echo "Heed needs the .NET 10 SDK: expected 'dotnet' in PATH, DOTNET_ROOT or ~/.dotnet with an SDK 10.x, found none. Install it, then run this again." >&2
  exit 1
fi
# The runtime's double mapping of code is a file of its own: under a limit on file sizes (ulimit -f) the runtime would not even start.
export DOTNET_EnableWriteXorExecute=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
[ -n "${HOME:-}" ] && [ -w "${HOME:-}" ] || export HOME="${TMPDIR:-/tmp}/heed-home-$(id -u)" && mkdir -p "$HOME"
