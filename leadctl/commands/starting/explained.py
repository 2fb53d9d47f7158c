"""What the help of each command teaches: its arguments, and examples that a test runs."""

from __future__ import annotations

from collections.abc import Mapping

ARGUMENTS: Mapping[str, str] = {
    "LEAD": "An id, or the start of one; a file's name; or words that only one lead's name has.",
    "LEAD...": "Each an id, or the start of one, or words that only one lead's name has; - reads "
    "ids from stdin.",
    "QUERY": "Terms that must all hold, as status:nurture owner:me; see: leadctl help query",
    "FIELD=VALUE": "A field and what it becomes; see: leadctl schema lead",
    "WHEN": "fri, tomorrow 14:00, 3 days, 2026-12-01; see: leadctl help dates",
    "TEXT": "In quotes, or - for what stands on stdin.",
    "ID": "A pipeline; see: leadctl pipeline list",
    "ID|FILE": "A pipeline by its id, or a file that holds one.",
}
"""An argument, by the word that stands for it -> what may stand there, in any command."""

OWN_ARGUMENTS: Mapping[tuple[str, str], str] = {
    ("init", "DIRECTORY"): "Where; here unless it is given.",
    ("log", "EVENT"): "call, text, email, meeting, letter, or an event of the pipeline; - alone "
    "reads lines of JSON.",
    ("log", "FIELD=VALUE"): "What the event is to hold, as amount=450000.",
    ("status set", "STATUS"): "A status of the pipeline, or the start of one; in quotes where it "
    "has spaces.",
    ("done", "WHAT"): "A word of what is due, where several things are.",
    ("report", "KIND"): "One of those below; all of them in short without it.",
    ("add", "NAME"): "What people call them; in quotes or not; - for what stands on stdin.",
    ("find", "WORDS..."): "All of them must stand somewhere; terms must hold, as status:nurture.",
    ("merge-leads", "LEAD"): "The lead that stays.",
    ("merge-leads", "OTHER"): "The lead that goes into it.",
    ("assign", "AGENT"): "An id or a name; see: leadctl config show",
    ("approve", "STATUS"): "The status to let it move to, where several wait.",
    ("merge", "FIELD=ours|theirs"): "Whose value stands in that field.",
    ("pipeline new", "ID"): "What it is to be called: letters, digits and -.",
    ("pipeline diff", "OLD"): "A pipeline by its id, or a file that holds one.",
    ("pipeline diff", "NEW"): "What OLD is compared with; without it, the shipped one.",
    ("pipeline migrate", "OLD"): "The pipeline in which the leads are.",
    ("pipeline migrate", "NEW"): "The one that they move to.",
    ("layout show", "NAME"): "See: leadctl layout list",
    ("layout test", "FILE|FOLDER"): "A case NAME.csv, or a folder of such.",
    ("import", "FILE"): "A .csv, .tsv, .vcf or .jsonl; - for stdin.",
    ("config set", "KEY"): "A name that `config show` lists, or agents.ID.NAME, view.NAME for a "
    "saved query, alias.NAME for a command line of your own.",
    ("config set", "VALUE"): "What it becomes; lists with commas.",
    ("amend", "N"): "The number of the event, as `show` lists it.",
    ("amend", "FIELD=VALUE"): "What that event is to say; FIELD= takes it away.",
    ("undo", "NUMBER"): "An operation; see: leadctl undo --list",
    ("completion", "bash|zsh|fish"): "Yours, unless it is given.",
    ("help", "TOPIC|COMMAND..."): "A topic, as query; or a command, as status set.",
    ("outbox show", "LEAD/]ID|LEAD"): "A message as `outbox list` names it, or all of a lead's.",
    ("outbox send", "LEAD/]ID|LEAD"): "A message as `outbox list` names it, or all of a lead's; "
    "all that wait without it.",
    ("outbox done", "LEAD/]ID|LEAD"): "A message as `outbox list` names it, or all of a lead's.",
    ("schema", "WHAT"): "Of what; lead unless it is given.",
}
"""(Command, argument) -> what may stand there, where it is not what ARGUMENTS says."""

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "init": (
        "leadctl init homes --pipeline streeteasy-buyer --timezone 'New York'",
        "leadctl init --git",
    ),
    "demo": ("leadctl demo", "leadctl demo --format json"),
    "today": ("leadctl today", "leadctl today owner:me"),
    "due": (
        "leadctl due",
        "leadctl due --within 7d tag:brooklyn",
        "leadctl due --format ids | leadctl note - 'rang the whole list'",
    ),
    "outbox list": ("leadctl outbox list", "leadctl outbox list --format json"),
    "outbox show": ("leadctl outbox show fay", "leadctl outbox show fay --format json"),
    "outbox send": ("leadctl outbox send --dry-run", "leadctl outbox send fay --dry-run"),
    "outbox done": ("leadctl outbox done fay --dry-run", "leadctl outbox done fay"),
    "tick": ("leadctl tick --dry-run", "leadctl -q tick"),
    "log": (
        "leadctl log ana call -o spoke -m 'wants light'",
        "leadctl log ben text in --at '10:20'",
        """echo '{"lead": "ana", "event": "call", "key": "call-17"}' | leadctl log -""",
    ),
    "status set": (
        "leadctl status set ana 'In Communication' --log call",
        "leadctl status set ana nurture",
        "leadctl status set ana 'Sale Closed' --force --reason 'closed on paper'",
    ),
    "status next": ("leadctl status next dee --dry-run", "leadctl status next dee"),
    "status confirm": ("leadctl status confirm ben", "leadctl status confirm --due --no-input"),
    "status log": ("leadctl status log ben", "leadctl status log ben --format csv"),
    "note": (
        "leadctl note ana 'likes light'",
        "leadctl note ana - < letter.txt",
        "leadctl note --where tag:brooklyn 'open house on Sunday' --yes",
    ),
    "done": ("leadctl done cho papers", "leadctl done cho"),
    "snooze": ("leadctl snooze ben '3 days'", "leadctl snooze ben '2 months' --asked"),
    "remind": ("leadctl remind ana fri 'ask about the loan'", "leadctl remind ana '2 weeks' call"),
    "report": (
        "leadctl report",
        "leadctl report funnel --by month",
        "leadctl report --format html > report.html",
    ),
    "add": (
        "leadctl add 'Zoe Park' phone='415 555 0171' source=fair",
        "leadctl add Max email=max@example.com --received yesterday",
    ),
    "show": ("leadctl show ana", "leadctl show ana --history --why"),
    "context": ("leadctl context ana", "leadctl context ana --format markdown"),
    "edit": ("leadctl edit ana", "EDITOR=true leadctl edit ana"),
    "list": (
        "leadctl list",
        "leadctl list status:nurture value:500000.. --sort -value",
        "leadctl list owner:me --columns name,phone,status --format csv",
    ),
    "find": ("leadctl find light", "leadctl find two bedroom tag:brooklyn"),
    "set": (
        "leadctl set ana phone='415 555 0132' tags+=brooklyn",
        "leadctl set ana budget= value=1.2m",
        "leadctl set --where source:fair tags+=fair --yes",
    ),
    "delete": ("leadctl delete gil --dry-run", "leadctl delete gil --yes"),
    "erase": ("leadctl erase gil --dry-run", "leadctl erase gil --yes"),
    "merge-leads": ("leadctl merge-leads ana ben --dry-run", "leadctl merge-leads ana ben"),
    "duplicates": ("leadctl duplicates", "leadctl duplicates --all --format json"),
    "claim": ("leadctl claim ana", "leadctl claim --where 'owner:nobody source:fair' --yes"),
    "release": ("leadctl release ben", "leadctl release ben --reason 'away until May'"),
    "pass": ("leadctl pass ana --dry-run", "leadctl pass ana --reason 'no buyer of mine'"),
    "assign": ("leadctl assign ana kim", 'leadctl assign "Ana López" "Ben Ode" kim --dry-run'),
    "approve": ("leadctl approve", "leadctl approve --format json"),
    "sync": ("leadctl sync", "leadctl -q sync"),
    "merge": ("leadctl merge", "leadctl merge ana --take theirs"),
    "pipeline list": ("leadctl pipeline list", "leadctl pipeline list --format json"),
    "pipeline show": (
        "leadctl pipeline show",
        "leadctl pipeline show wholesale",
        "leadctl pipeline show --status Nurture",
    ),
    "pipeline new": ("leadctl pipeline new choir --dry-run", "leadctl pipeline new choir"),
    "pipeline copy": (
        "leadctl pipeline copy wholesale --dry-run",
        "leadctl pipeline copy wholesale",
    ),
    "pipeline check": (
        "leadctl pipeline check",
        "leadctl pipeline check pipelines/own.toml --strict",
    ),
    "pipeline graph": (
        "leadctl pipeline graph wholesale",
        "leadctl pipeline graph --format svg > pipeline.svg",
    ),
    "pipeline diff": (
        "leadctl pipeline diff streeteasy-classic streeteasy-buyer",
        "leadctl pipeline diff wholesale",
    ),
    "pipeline migrate": (
        "leadctl pipeline migrate streeteasy-classic streeteasy-buyer --dry-run",
        "leadctl pipeline migrate streeteasy-classic streeteasy-buyer --yes",
    ),
    "pipeline test": (
        "leadctl pipeline test wholesale",
        "leadctl pipeline test wholesale --only claim --explain",
    ),
    "layout list": ("leadctl layout list", "leadctl layout list | grep -i zillow"),
    "layout show": (
        "leadctl layout show zillow",
        "leadctl layout show zillow > layouts/doorbell.toml",
    ),
    "layout test": ("leadctl layout test", "leadctl layout test layouts/cases"),
    "import": (
        "leadctl import people.csv --columns",
        "leadctl import people.csv --dry-run",
        "leadctl import people.csv --map phone=Mobile --source fair",
    ),
    "export": (
        "leadctl export > leads.csv",
        "leadctl export --format vcf status:nurture -o cards.vcf",
        "leadctl export --format jsonl > backup.jsonl",
    ),
    "config show": ("leadctl config show", "leadctl config show --origin"),
    "config set": (
        "leadctl config set idle '10 days'",
        "leadctl config set view.hot 'state:open value:500000..'",
        "leadctl config set limit 30",
    ),
    "amend": ("leadctl amend ben 2 text='on Saturday'", "leadctl amend ben 2 --remove"),
    "undo": ("leadctl undo --list", "leadctl undo --dry-run", "leadctl undo 8"),
    "cron": ("leadctl cron --mail you@example.com", "leadctl cron --at 06:45 --as sam"),
    "completion": ("leadctl completion zsh", "leadctl completion bash --install"),
    "check": ("leadctl check", "leadctl check --fix", "leadctl check --format json"),
    "help": ("leadctl help query", "leadctl help status set"),
    "doctor": ("leadctl doctor", "leadctl doctor --fix"),
    "schema": ("leadctl schema lead > lead.schema.json", "leadctl schema pipeline"),
}
"""Each command -> what one types; every line is run by a test, as it stands, in a shell."""


def arguments_of(command: str, words: list[str]) -> list[tuple[str, str]]:
    """Return each argument of a command that stands in its usage, and what may stand there."""
    told = []
    for word in words:
        name = word.strip("[].")
        keys = (f"{name}...", name) if "..." in word else (name,)
        own = next((OWN_ARGUMENTS[command, k] for k in keys if (command, k) in OWN_ARGUMENTS), "")
        said = own or next((ARGUMENTS[key] for key in keys if key in ARGUMENTS), "")
        if said:
            told.append((word, said))
    return told
