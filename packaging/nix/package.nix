# nix-build -E 'with import <nixpkgs> { }; callPackage ./package.nix { }'
{
  lib,
  python3Packages,
  fetchPypi,
}:

python3Packages.buildPythonApplication rec {
  pname = "backtui";
  version = "0.1.0";
  pyproject = true;

  src = fetchPypi {
    inherit pname version;
    hash = lib.fakeHash; # packaging/release.py writes it
  };

  build-system = [ python3Packages.hatchling ];

  dependencies = with python3Packages; [
    click
    msgspec
    platformdirs
    rich
    sqlite-utils
    textual
    tomlkit
    wakepy
  ];

  # The suite needs the exact releases of requirements-test.lock; a session is done instead.
  doCheck = false;
  doInstallCheck = true;
  installCheckPhase = ''
    runHook preInstallCheck
    sh packaging/debian/tests/smoke $out/bin/backtui
    runHook postInstallCheck
  '';

  meta = {
    description = "Back-exercise coach for the terminal: guided, hands-free, and it grows with you";
    homepage = "https://pypi.org/project/backtui/";
    license = lib.licenses.mit;
    mainProgram = "backtui";
    platforms = lib.platforms.unix;
  };
}
