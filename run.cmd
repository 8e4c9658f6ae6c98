: <<'END_OF_CMD'
@rem One file for cmd.exe (this part, single-line statements only) and for POSIX shells (behind END_OF_CMD).
@rem Builds when a source is newer than the last build, then hands its arguments to the program; "test" runs the tests.
@if "%~1"=="test" dotnet test "%~dp0Sharespine.Etl.sln" -c Release -nologo -v q --logger "console;verbosity=minimal" %2 %3 %4 %5 & exit /b
@powershell -NoProfile -Command "$s = Get-Item -ErrorAction SilentlyContinue '%~dp0artifacts/run.stamp'; if (-not $s -or (Get-ChildItem -Recurse -File '%~dp0src', '%~dp0Directory.Build.props', '%~dp0Directory.Packages.props' | Where-Object LastWriteTime -gt $s.LastWriteTime | Select-Object -First 1)) { exit 1 }" || (dotnet build "%~dp0src/Sharespine.Etl.Cli" -c Release -nologo -v q -clp:NoSummary 1>&2 && type nul > "%~dp0artifacts/run.stamp") || exit /b 1
@dotnet "%~dp0artifacts/bin/Sharespine.Etl.Cli/release/etl.dll" %* & exit /b
END_OF_CMD
here=$(cd -- "$(dirname -- "$0")" && pwd) || exit 1
if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET SDK 10 is needed: dotnet was not found on the PATH." >&2
    exit 2
fi
if [ "$1" = "test" ]; then
    shift
    exec dotnet test "$here/Sharespine.Etl.sln" -c Release -nologo -v q --logger "console;verbosity=minimal" "$@"
fi
stamp="$here/artifacts/run.stamp"
program="$here/artifacts/bin/Sharespine.Etl.Cli/release/etl.dll"
if [ ! -f "$stamp" ] || [ ! -f "$program" ] ||
    [ -n "$(find "$here/src" "$here/Directory.Build.props" "$here/Directory.Packages.props" -newer "$stamp" -type f 2>/dev/null | head -n 1)" ]; then
    mkdir -p "$here/artifacts"
    touch "$stamp.new"
    dotnet build "$here/src/Sharespine.Etl.Cli" -c Release -nologo -v q -clp:NoSummary >&2 || { rm -f "$stamp.new"; exit 1; }
    mv -f "$stamp.new" "$stamp"
fi
exec dotnet "$program" "$@"
