"""84 conventions of good command lines, and beside each the command that proves it here.

They are those of clig.dev, POSIX, GNU, twelve-factor tools, and of what scripts and people take for
granted. Each line runs in a real bash, in a book of its own, and ends with 0 where it holds. `on`
runs a command on a terminal of so many columns and rows; what stands on its input is typed. `json`
is `jq -e`, which holds of nothing at all, of something.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, ROOT, Cli
from machine import needs

CONVENTIONS = r"""
# Exit codes and streams
What succeeds ends with 0                    | leadctl list
What fails ends with another code            | ! leadctl show nobody
Codes tell kinds of failures apart           | leadctl show nobody; [ $? = 4 ] && { leadctl claim; [ $? = 2 ]; }
A refusal is no failure of the program       | leadctl status set ana 'appointment set'; [ $? = 3 ]
Data go to stdout, words about it to stderr  | leadctl note ana hi >out 2>err; grep -q Ana out && grep -q 'Undo:' err && ! grep -q Undo out
What fails leaves stdout empty               | [ -z "$(leadctl show nobody 2>err)" ] && [ -s err ]
Whoever reads no more ends it quietly        | leadctl export --events | head -c 1 >/dev/null; [ "${PIPESTATUS[0]}" = 0 ] || [ "${PIPESTATUS[0]}" = 141 ]
A full disk is told                          | leadctl export >/dev/full 2>err; [ $? = 6 ] && grep -q 'no space' err
Ctrl-C ends with 130                         | timeout --preserve-status -s INT 3 leadctl import - < <(sleep 6) 2>err; [ $? = 130 ] && ! grep -q Traceback err
SIGTERM ends with 143                        | timeout --preserve-status -s TERM 3 leadctl import - < <(sleep 6); [ $? = 143 ]

# Help
-h and --help print help on stdout           | leadctl -h | grep -q Usage && leadctl add --help | grep -q Usage
help COMMAND does, too                       | leadctl help status set | grep -q 'Usage: leadctl status set'
A group alone says what is in it             | leadctl status 2>&1 | grep -q confirm
leadctl alone does what one wants each day   | leadctl | grep -q Ana
Help explains arguments                      | leadctl log --help | grep -A1 Arguments | grep -q LEAD
Help ends in examples                        | leadctl log --help | grep -A1 Examples: | grep -q 'leadctl log'
An example runs as it stands                 | x=$(leadctl note --help | sed -n '/^Examples/,$p' | grep 'leadctl note ana' | head -1); [ -n "$x" ] && sh -c "$x"
Help has topics beside commands              | leadctl help dates | grep -q tomorrow
Help fits 80 columns                         | COLUMNS=80 leadctl import --help >out && [ "$(wc -L <out)" -le 80 ]
Help shows no < and > that a shell would eat | leadctl help query >out && ! grep -v '"' out | grep -E '[a-z][<>][0-9a-z]'
--version is one line, and stops             | leadctl --version | grep -Eqx 'leadctl [0-9]+\.[0-9]+(\.[0-9]+)?[a-z0-9.]*'
There are manual pages                       | [ -s "$ROOT/docs/man/man1/leadctl-log.1" ]

# Mistakes
A misspelt command suggests the right one    | leadctl lst 2>&1 | grep -q "'list'"
Another tool's word leads to ours            | leadctl morning 2>&1 | grep -q 'leadctl due'
A misspelt option suggests the right one     | leadctl list --formt json 2>&1 | grep -q -- --format
An unknown format lists those there are      | leadctl list --format yaml 2>&1 | grep -q jsonl
A misspelt status suggests the right one     | leadctl status set ana Nurtrue 2>&1 | grep -q '"Nurture"'
A status without its quotes says so          | leadctl status set ana In Contract 2>&1 | grep -q 'leadctl status set ana "In Contract"'
A misspelt field suggests the right one      | leadctl set ana phnoe=1 2>&1 | grep -q phone
A query that is wrong is pointed at          | leadctl list staus:x 2>&1 | grep -qF '^'
Errors say what to type                      | leadctl status set ana 'appointment set' 2>&1 | grep -q 'leadctl set ana appointment='
Errors are sentences, never a traceback      | leadctl show nobody 2>err; grep -q '^leadctl: No lead' err && ! grep -q Traceback err
What is rejected in an editor is opened again| leadctl edit ana; EDITOR='sed -i s/^status/stauts/' leadctl edit ana; EDITOR='grep stauts' leadctl edit ana | grep -q stauts
A busy book says who holds it                | (flock .leadctl/lock -c 'echo "{\"pid\": 1, \"command\": \"leadctl import\"}" >.leadctl/lock; sleep 14') & sleep 1; leadctl note ana hi 2>&1 | grep -q 'leadctl import'

# Options and arguments
Options stand before or after arguments      | leadctl note -n ana hi && leadctl note ana hi -n
Values follow = or a space                   | a=$(leadctl list --format=ids) && [ "$a" = "$(leadctl list --format ids)" ]
Short flags are bundled                      | leadctl note ana hi -nq
-- ends the options                          | leadctl note ana -- -n && leadctl show ana | grep -q ' -n'
Global options stand after the command, too  | leadctl list --as sam && leadctl --as sam list
The usual letters mean the usual             | leadctl note --help | grep -q -- '-n, --dry-run' && leadctl -h | grep -q -- '-q, --quiet' && leadctl export --help | grep -q -- '-o, --output'
-TERM: is a term and no option               | leadctl list -tag:spam | grep -q Ana
A query needs no quotes                      | leadctl list value:1.. received:30d.. not tag:spam -f ids
A folder is named with -C, as for git        | cd / && leadctl -C "$OLDPWD" list | grep -q Ana
It runs from any folder below                | cd leads && leadctl list | grep -q Ana
Files may have spaces and dashes             | cp people.csv './-odd people.csv' && leadctl import './-odd people.csv' --dry-run

# Standard input and output
- is stdin for a text                        | echo 'from a pipe' | leadctl note ana - && leadctl show ana | grep -q 'from a pipe'
- is stdin for a file                        | leadctl import - <people.csv && leadctl list | grep -q Hal
- is stdin for ids                           | leadctl list -f ids | leadctl note - hello && leadctl show ben | grep -q hello
- is stdout for a file                       | leadctl export -o - | grep -q Ana && [ ! -e ./- ]
stdin is not read for two things             | echo ana | leadctl note - -; [ $? = 2 ]
Lines of JSON are one operation              | printf '{"lead":"ana","event":"call"}\n{"lead":"ben","event":"call"}\n' | leadctl log - -f json | json '.operation and (.changed | length == 2)'
Nothing waits for a person who is not there  | leadctl init ../other </dev/null && [ -e ../other/leadctl.toml ] && on 80x20 leadctl delete ana --no-input | grep -q -- --yes

# Output for programs
json is JSON                                 | leadctl due --all --format json | json 'type == "array"'
jsonl is an object a line                    | leadctl list --format jsonl >out && while read -r line; do json .id <<<"$line" || exit 1; done <out
csv has a header                             | leadctl list --format csv | head -1 | grep -q '^id,name,'
tsv has no quotes to undo                    | leadctl list --format tsv | cut -f2 | grep -qx 'Ben Ode'
ids are bare                                 | leadctl list --format ids >out && ! grep -Evq '^[0-9a-z]{8}$' out
Times are ISO, with their zone               | leadctl list --format json | json '.[0].received | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T.*[+-][0-9]{2}:[0-9]{2}$")'
The order is the same every time             | a=$(leadctl list -f json) && [ "$a" = "$(leadctl list -f json)" ]
There is a schema of it                      | leadctl schema due | json '.items.properties.due'
In a pipe nothing is cut and nothing coloured| leadctl list | grep -q 'Somebody Whose Name Is Far Too Long For Any List' && ! leadctl list | grep -q $'\e'
A change answers JSON                        | leadctl note ana hi -f json | json '.undo == "leadctl undo \(.operation)"'
A refusal answers JSON                       | leadctl status set ana 'appointment set' -f json | json '.refused[0].unmet[0].type'
An error answers JSON                        | leadctl show nobody -f json 2>/dev/null | json '.error.exit == 4'

# Output for people
Lists fit the terminal                       | on 60x40 leadctl list --no-color >out && [ "$(wc -L <out)" -le 60 ]
Colour is for terminals alone                | on 80x40 leadctl due | grep -q $'\e' && ! leadctl due | grep -q $'\e'
NO_COLOR takes it away                       | NO_COLOR=1 on 80x40 leadctl due >out && ! grep -q $'\e' out
TERM=dumb does, too                          | TERM=dumb on 80x40 leadctl due >out && ! grep -q $'\e' out
FORCE_COLOR brings it into a pipe            | FORCE_COLOR=1 leadctl due | grep -q $'\e'
Colour says nothing that words do not        | a=$(on 80x40 leadctl due --no-color) && [ "$(on 80x40 leadctl due | sed 's/\x1b\[[0-9;]*m//g')" = "$a" ]
Long pages go through the pager              | PAGER="sed s/^/paged:/" on 80x10 leadctl pipeline show | grep -q ^paged: && ! PAGER="sed s/^/paged:/" leadctl pipeline show | grep -q ^paged:
Nothing that data hold acts on a terminal    | leadctl note ana $'\e[2J' && ! on 80x40 leadctl show ana --no-color | grep -q $'\e'
-q leaves errors alone                       | [ -z "$(leadctl -q note ana hi 2>&1)" ] && leadctl -q show nobody 2>&1 | grep -q nobody
-q takes nothing away that was asked for     | leadctl -q list -f ids | grep -q .
Where nothing is due nothing is mailed       | a=$(leadctl due tag:nothing 2>&1) && [ -z "$a" ]
Names keep their letters whatever the locale | LC_ALL=C LANG=C leadctl show ana | grep -q López

# Changes
A change says what it did, and what is next  | leadctl log ana call | grep -q 'Next:'
Any change can be taken back                 | a=$(cat leads/*/ana*); leadctl note ana hi && leadctl undo && [ "$a" = "$(cat leads/*/ana*)" ]
A dry run writes nothing, and says would     | a=$(cat leads/*/*); leadctl set ana value=5 -n | grep -q Would && [ "$a" = "$(cat leads/*/*)" ]
The same key is written once                 | leadctl log ana call --key k && a=$(cat leads/*/ana*); leadctl log ana call --key k; [ "$a" = "$(cat leads/*/ana*)" ]
What cannot be seen to be meant wants --yes  | ! leadctl delete ana && ! leadctl note --where status:new hi && leadctl delete ana --yes
On a terminal it asks, and takes no for no   | echo n | on 80x20 leadctl delete ana; leadctl show ana

# Settings
An option beats the environment beats a file | mkdir -p c/leadctl && echo 'agent = "sam"' >c/leadctl/config.toml; export XDG_CONFIG_HOME=$PWD/c; w() { leadctl "$@" config show -f json | jq -r '.[] | select(.key == "agent") | .value'; }; [ "$(LEADCTL_AGENT= w)$(LEADCTL_AGENT=kim w)$(LEADCTL_AGENT=kim w --as sam)" = samkimsam ]
Each setting says where it is from           | leadctl config show --origin | grep -q 'leadctl.toml:[0-9]'
"""
LINES = [line.partition("|") for line in CONVENTIONS.splitlines() if "|" in line]
AS_LISTED = [pytest.param(line.strip(), id=name.strip()) for name, _, line in LINES]
PROGRAM = f'#!/bin/sh\nexec {sys.executable} -m leadctl --now {NOW} "$@"\n'
JSON = '#!/bin/sh\ntext=$(cat); [ -n "$text" ] && printf %s "$text" | exec jq -e "$@"\n'
ON = f'#!/bin/sh\nexec {sys.executable} {ROOT}/tests/on_tty.py "$@"\n'


def put(folder: Path, programs: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in programs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of a few leads, and the two programs that the lines call."""
    folder = tmp_path_factory.mktemp("conventions")
    cli = Cli(folder).noting()
    cli.fast("init book --pipeline streeteasy-buyer --agent Sam --timezone 'New York' --no-input")
    book = cli.inside("book").acting("sam").at("2026-11-19T15:00:00Z")
    with (book.cwd / "leadctl.toml").open("a") as settings:
        settings.write('[agents.kim]\nname = "Kim"\n')
    for words in (
        "add 'Ana López' phone=4155550132 value=450000",
        "add 'Ben Ode' email=ben@example.com",
        "add 'Somebody Whose Name Is Far Too Long For Any List'",
    ):
        book.fast(words)
    (book.cwd / "people.csv").write_text("First Name,Last Name,Phone\nHal,Lin,2125550143\n")
    put(folder / "bin", {"leadctl": PROGRAM, "on": ON, "json": JSON})
    return folder


def test_there_are_84() -> None:
    """Each stands there once."""
    assert len({name.strip() for name, _, _ in LINES}) == len(LINES) == 84


@needs(bool(shutil.which("bash") and shutil.which("jq")), "bash and jq are not both here")
@pytest.mark.parametrize("line", AS_LISTED)
def test_it_holds(line: str, prepared: Path, tmp_path: Path) -> None:
    """The line ends with 0 in bash."""
    shutil.copytree(prepared / "book", tmp_path / "book")
    own = {
        "PATH": f"{prepared / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LEADCTL_AGENT": "sam",
        "TERM": "xterm",
        "EDITOR": "true",
        "ROOT": str(ROOT),
    }
    plain = {key: value for key, value in ENV.items() if key != "COLUMNS"}
    done = subprocess.run(
        ["bash", "--norc", "-c", line], cwd=tmp_path / "book", env={**plain, **own},
        capture_output=True, text=True, timeout=240, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@needs(bool(shutil.which("bash") and shutil.which("jq")), "bash and jq are not both here")
def test_none_holds_of_a_program_that_only_fails(tmp_path: Path) -> None:
    """A line that would pass without leadctl proves nothing; two are about that, or about files."""
    fails = "#!/bin/sh\nexit 1\n"
    put(tmp_path / "bin", {"leadctl": fails, "on": fails, "json": JSON})
    (tmp_path / "book" / "leads" / "2026").mkdir(parents=True)
    (tmp_path / "book" / "leads" / "2026" / "ana.toml").write_text("id = 1\n")
    env = {**ENV, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "ROOT": str(ROOT)}
    lines = [(name.strip(), line.strip()) for name, _, line in LINES]
    started = [
        (name, subprocess.Popen(
            ["bash", "--norc", "-c", line], cwd=tmp_path / "book", env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ))
        for name, line in lines
    ]  # fmt: skip
    held = {name for name, one in started if one.wait(timeout=60) == 0}
    assert held == {"What fails ends with another code", "There are manual pages"}
