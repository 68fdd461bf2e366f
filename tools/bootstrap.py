"""Makes everything that `make run`, `make test`, `make check` and `make bench` need, then runs it.

Standard library only. Each step is stamped with the hash of what went into it, so a second start
does nothing and needs no network; a step that was killed has no stamp and is done again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMPS = VENV / ".liupan"
REQUIREMENTS = ROOT / "requirements"
BUNDLE = ROOT / "src/liupan/foundation/design/static/liupan/dist"
TYPEFACES = ROOT / "src/liupan/foundation/documents/layout/fonts"
WENKAI = "lxgw-wenkai-latin-500-normal.woff"
OLDEST_PYTHON, OLDEST_NODE = (3, 11), 18
PROFILES = ["run", "test", "bench"]  # each holds the one before
FONTS = "/usr/share/fonts"


def gettext(text: str) -> str:
    """The text in the terminal's language."""
    if sys.version_info < OLDEST_PYTHON:
        return text
    from liupan.config import terminal

    return terminal.gettext(text)


class Stop(Exception):
    """A sentence for the person at the terminal."""


def main() -> None:
    """Prepare what the target needs, then become it."""
    target = sys.argv[1] if len(sys.argv) > 1 else "run"
    sys.path.insert(0, str(ROOT / "src"))
    require_python()
    os.chdir(ROOT)
    with Path(__file__).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one preparation at a time in this checkout
        profiles = {"run": "run", "prepare": "run", "dump": "run", "bench": "bench"}
        prepare(profiles.get(target, "test"), front=target != "lock")  # locks are what it needs
        if target in ("test", "check", "screenshots"):
            browser()
    if target == "prepare":  # for an account that may not write here later
        texts()
    else:
        become(target)


def prepare(profile: str, *, front: bool = True) -> None:
    """Environment, packages, Liupan itself, front end."""
    if not VENV.is_symlink():  # a linked environment is somebody else's care
        environment()
        installer()
        packages(profile)
        project()
    if front and (ROOT / "package.json").exists():
        front_end()
        typefaces()


def become(target: str) -> None:
    """Replace this process by the program that was asked for."""
    python = str(PYTHON)
    commands = {
        "run": [str(VENV / "bin" / "liupan"), "run"],
        "test": [python, "-m", "pytest", "-n", "auto", "--dist", "loadfile"],
        "check": [python, "tools/check.py"],
        "bench": [python, "-m", "benchmarks"],
        "lock": [python, "tools/lock.py"],
        "dump": [python, "tools/dump.py"],
        "screenshots": [python, "tools/screenshots.py"],
    }
    os.environ["PYTHONUTF8"] = "1"
    sys.stdout.flush()
    os.execv(commands[target][0], [*commands[target], *sys.argv[2:]])


# --- Steps -------------------------------------------------------------------------------------
def environment() -> None:
    """A virtual environment made by this very Python."""
    wanted = digest(sys.version, str(Path(sys.base_prefix).resolve()), str(ROOT))
    if stamped("environment", wanted) and works(PYTHON):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            gettext(
                "%(python)s cannot make environments. Install its venv package "
                "(Debian, Ubuntu: apt install python3-venv) and run again."
            )
            % {"python": sys.executable}
        ) from None
    with step(gettext("Environment in .venv")):
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
    stamp("environment", wanted)


def installer() -> None:
    """uv, at the locked version."""
    file = REQUIREMENTS / "bootstrap.txt"
    wanted = digest(file)
    if stamped("installer", wanted) and UV.exists():
        return
    with step(gettext("Installer")):
        if works(UV):
            uv("install", "--require-hashes", "-r", str(file))
        else:
            call(str(PYTHON), "-m", "ensurepip", "--default-pip")
            pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
            call(*pip, "install", "--require-hashes", "-r", str(file))
    stamp("installer", wanted)


def packages(profile: str) -> None:
    """The locked packages; a richer profile that is there already stays."""
    there = (read_stamp("packages").split() or ["run"])[0]
    profile = max(profile, there if there in PROFILES else "run", key=PROFILES.index)
    files = [REQUIREMENTS / "bootstrap.txt", REQUIREMENTS / f"{profile}.txt"]
    wanted = f"{profile} {digest(*files)}"
    if stamped("packages", wanted):
        return
    unstamp("packages", "project", "node")
    with step(gettext("Packages (%(profile)s)") % {"profile": profile}):
        uv("sync", "--require-hashes", "--compile-bytecode", *map(str, files))
    stamp("packages", wanted)


def project() -> None:
    """Liupan itself, from this folder."""
    wanted = digest(ROOT / "pyproject.toml", str(ROOT))
    if stamped("project", wanted):
        return
    with step(gettext("Liupan")):
        uv("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        # Python reads .pth files in the locale's encoding: LC_ALL=C and a path like 六盘 would
        # keep it from starting. A relative path is plain ASCII wherever the checkout lies.
        for link in VENV.glob("lib/python3*/site-packages/_editable_impl_liupan.pth"):
            link.write_text(os.path.relpath(ROOT / "src", link.parent))
    stamp("project", wanted)


def texts() -> None:
    """Compiled translations."""
    with step(gettext("Texts")):
        call(str(PYTHON), "-c", "from liupan.config.messages import compile_all; compile_all()")


def front_end() -> None:
    """Style sheets and scripts, bundled from npm packages."""
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    sources += sorted(p for p in (ROOT / "assets").rglob("*") if p.is_file())
    wanted = digest(*sources)
    if stamped("assets", wanted) and BUNDLE.exists():
        return
    node = node_folder()
    environ = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = str(node / "npm")
    with step(gettext("Front-end packages")):
        call(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", env=environ)
    with step(gettext("Front end")):
        call(npm, "run", "build", env=environ)
    stamp("assets", wanted)


def typefaces() -> None:
    """LXGW WenKai, which npm packs for browsers, as a file that documents are typeset with."""
    packed = ROOT / "node_modules/@fontsource/lxgw-wenkai/files" / WENKAI
    wanted = digest(ROOT / "package-lock.json")
    if (stamped("typefaces", wanted) and TYPEFACES.exists()) or not packed.exists():
        return
    unpack = "import sys; from liupan.foundation.documents.layout.faces import unpack; "
    with step(gettext("Typefaces")):
        call(str(PYTHON), "-c", f"{unpack}unpack(sys.argv[1])", str(packed))
    stamp("typefaces", wanted)


def node_folder() -> Path:
    """Where node and npm are; a Node of our own when the machine has none that will do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return Path(node).parent if Path(node).parent == Path(npm).parent else linked(node, npm)
    file = REQUIREMENTS / "node.txt"
    if not (stamped("node", digest(file)) and works(VENV / "bin" / "node")):
        with step(gettext("Node")):
            uv("install", "--require-hashes", "-r", str(file))
        stamp("node", digest(file))
    return VENV / "bin"


def browser() -> None:
    """Chromium and Chinese letters, for the browser tests."""
    missing = []
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        missing.append("chromium")
    if not any(Path(FONTS).rglob("*CJK*")):
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(
            gettext("The browser tests need: apt install %(names)s") % {"names": " ".join(missing)}
        )
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step(gettext("Browser")):
        call("apt-get", "-q", "update", env=quiet)
        install = ["apt-get", "-q", "-y", "--no-install-recommends", "install"]
        call(*install, *missing, env=quiet)


# --- Stamps ------------------------------------------------------------------------------------
def digest(*inputs: "Path | str") -> str:
    """Hash of the names and contents of files, or of words."""
    found = hashlib.sha256()
    for thing in inputs:
        if isinstance(thing, Path):
            found.update(str(thing.relative_to(ROOT)).encode() + b"\0" + thing.read_bytes())
        found.update(str(thing).encode() + b"\0")
    return found.hexdigest()


def read_stamp(name: str) -> str:
    """What was stamped, or nothing."""
    file = STAMPS / name
    return file.read_text() if file.exists() else ""


def stamped(name: str, wanted: str) -> bool:
    """Whether a step was finished with these inputs."""
    return read_stamp(name) == wanted


def stamp(name: str, value: str) -> None:
    """Note that a step is finished."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    fresh = STAMPS / f"{name}.new"
    fresh.write_text(value)
    fresh.replace(STAMPS / name)


def unstamp(*names: str) -> None:
    """Forget that steps were finished."""
    for name in names:
        (STAMPS / name).unlink(missing_ok=True)


# --- Programs ----------------------------------------------------------------------------------
def step(name: str):
    """The progress display, which the `liupan` command shares."""
    from liupan.config.progress import step as shown

    return shown(name)


def uv(*arguments: str) -> None:
    """Run `uv pip` on our environment, with the package index that pip is set to."""
    environ = {**os.environ, "UV_HTTP_TIMEOUT": "120", "UV_LINK_MODE": "copy"}
    environ.setdefault(
        "UV_SYSTEM_CERTS", "1"
    )  # as pip does; offices have certificates of their own
    if mirror := os.environ.get("PIP_INDEX_URL"):
        environ.setdefault("UV_DEFAULT_INDEX", mirror)
    call(str(UV), "pip", *arguments, "--python", str(PYTHON), env=environ)


def call(*command: str, env: "dict[str, str] | None" = None) -> None:
    """Run a program quietly. Raises Stop with the end of what it said when it fails."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", env=env, check=False
        )
        failed, said = done.returncode, done.stdout + done.stderr
    except OSError as error:
        failed, said = 1, str(error)
    if failed:
        last = "\n".join(said.strip().splitlines()[-15:])
        advice = gettext(
            "This step failed: %(command)s\n"
            "Most often the network or the disk is the cause; run the same command again to go on."
        )
        raise Stop(f"{last}\n\n{advice % {'command': ' '.join(command)}}")


def works(program: Path) -> bool:
    """Whether a program can be started."""
    try:
        return not subprocess.run(
            [program, "--version"], capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def node_version(node: str) -> int:
    """Major version of a Node, or 0."""
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdigit() else 0


def linked(node: str, npm: str) -> Path:
    """A folder that holds both, when they are in different ones."""
    folder = STAMPS / "node"
    folder.mkdir(parents=True, exist_ok=True)
    for program in (node, npm):
        link = folder / Path(program).name
        link.unlink(missing_ok=True)
        link.symlink_to(program)
    return folder


def require_python() -> None:
    """Go on with a newer Python where this one is too old."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(16, OLDEST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    raise Stop(
        gettext("Liupan needs Python 3.11 or newer; %(python)s is %(version)s.")
        % {"python": sys.executable, "version": sys.version.split()[0]}
    )


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        sys.exit(f"\nliupan: {stop}")
    except KeyboardInterrupt:
        sys.exit(130)
