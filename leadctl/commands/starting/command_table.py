"""The table of commands: what each is called, where it is, and what it does in one line."""

from __future__ import annotations

from leadctl.commands.starting.lazy_group import Table

_STATUS: Table = {
    "set": (
        "leadctl.commands.status:set_",
        "Move leads to a status; a move the pipeline refuses is explained.",
    ),
    "next": ("leadctl.commands.status:next_", "Move leads to the next status of their funnel."),
    "confirm": (
        "leadctl.commands.status:confirm",
        "Confirm that a status still holds; it counts as an update.",
    ),
    "log": (
        "leadctl.commands.status:log",
        "List the statuses a lead has had, and how long each.",
    ),
}

_CONFIG: Table = {
    "show": (
        "leadctl.commands.config:show",
        "List the settings that hold, the book's and your own.",
    ),
    "set": (
        "leadctl.commands.config:set_",
        "Set a setting: the book's (undo takes it back), or your own.",
    ),
}

_OUTBOX: Table = {
    "list": ("leadctl.commands.outbox:list_", "List the messages that wait to be sent."),
    "show": (
        "leadctl.commands.outbox:show",
        "Show messages whole: the text as it will be sent.",
    ),
    "send": (
        "leadctl.commands.outbox:send",
        "Send messages with the command of your own settings; drafts become files.",
    ),
    "done": ("leadctl.commands.outbox:done", "Mark messages as sent: you sent them yourself."),
}

_PIPELINE: Table = {
    "list": (
        "leadctl.commands.pipeline_show:list_",
        "List the pipelines: shipped ones, and the book's own.",
    ),
    "show": (
        "leadctl.commands.pipeline_show:show",
        "Show a pipeline in words: its statuses, what each wants, and what follows.",
    ),
    "new": (
        "leadctl.commands.pipeline_new:command",
        "Write a small pipeline with comments and one scenario, to start from.",
    ),
    "copy": (
        "leadctl.commands.pipeline_copy:command",
        "Copy a shipped pipeline into this book, to change it there.",
    ),
    "check": (
        "leadctl.commands.pipeline_check:command",
        "Check definitions; without ID, the book's own and those it uses.",
    ),
    "graph": (
        "leadctl.commands.pipeline_graph:command",
        "Draw a pipeline: its statuses by group, and the moves between them.",
    ),
    "diff": (
        "leadctl.commands.pipeline_diff:command",
        "Compare two pipelines, and say what the change means for this book's leads.",
    ),
    "migrate": (
        "leadctl.commands.pipeline_migrate:command",
        "Move the leads of one pipeline to the one that follows it.",
    ),
    "test": (
        "leadctl.commands.pipeline_test:command",
        "Play the scenarios of definitions; without ID, all there are.",
    ),
}

_LAYOUT: Table = {
    "list": (
        "leadctl.commands.layout:list_",
        "List the layouts that imports recognise: the book's, yours, and the shipped ones.",
    ),
    "show": (
        "leadctl.commands.layout:show",
        "Print a layout's file: copy it into the book's layouts/ to change it.",
    ),
    "test": (
        "leadctl.commands.layout:test",
        "Import case pairs, NAME.csv and NAME.toml; without FILE those of the book.",
    ),
}

SECTIONS: dict[str, Table] = {
    "Start": {
        "init": (
            "leadctl.commands.init:command",
            "Make a book here, or in DIRECTORY; safe to run twice.",
        ),
        "demo": (
            "leadctl.commands.demo:command",
            "Make a throw-away book of invented leads and run the daily round on it.",
        ),
    },
    "Every day": {
        "today": (
            "leadctl.commands.today:command",
            "List who is due today, and say what to type before and after a call; see `due`.",
        ),
        "due": ("leadctl.commands.due:command", "List who is due, for what, and why."),
        "outbox": (_OUTBOX, "See and send the messages that statuses have queued."),
        "tick": (
            "leadctl.commands.tick:command",
            "Do what the pipelines do by themselves once a deadline has passed.",
        ),
        "log": (
            "leadctl.commands.log:log",
            "Log a touch (call, text, email, meeting, letter) or an event of the pipeline.",
        ),
        "status": (_STATUS, "Move leads through their pipeline."),
        "note": (
            "leadctl.commands.log:note",
            "Add a note to leads; TEXT may be - for what stands on stdin.",
        ),
        "done": (
            "leadctl.commands.log:done",
            "Mark what is due done; WHAT names one of several, or one that is still ahead.",
        ),
        "snooze": (
            "leadctl.commands.log:snooze",
            "Put off what can wait until WHEN: fri, 3 days, 6 months; say what cannot.",
        ),
        "remind": (
            "leadctl.commands.log:remind",
            'Make a follow-up of your own: leadctl remind LEAD fri "ask about the loan".',
        ),
        "report": (
            "leadctl.commands.report:command",
            "Count where leads stand, how far and how fast they get; an overview without KIND.",
        ),
    },
    "Leads": {
        "add": ("leadctl.commands.leads:add", "Add a lead."),
        "show": (
            "leadctl.commands.show:command",
            "Show one lead: fields, status, what is due, what is possible, history.",
        ),
        "context": (
            "leadctl.commands.context:command",
            "Show what one wants before a call: who they are, what was said, what is due.",
        ),
        "edit": (
            "leadctl.commands.leads:edit",
            "Edit a lead's file in $EDITOR; what is not valid is not stored.",
        ),
        "list": (
            "leadctl.commands.leads:list_",
            "List leads: those that QUERY is true of, as status:nurture or words of a name.",
        ),
        "find": (
            "leadctl.commands.leads:find",
            "Find leads by words, in notes and in what was said too, and by terms of a query.",
        ),
        "set": (
            "leadctl.commands.leads:set_",
            "Set fields of leads; FIELD= takes one away, tags+=x adds.",
        ),
        "delete": (
            "leadctl.commands.delete:command",
            "Delete leads; id and moment stay, so that no export of this book brings them back.",
        ),
        "erase": (
            "leadctl.commands.erase:command",
            "Erase a person: their data leaves the book, and no undo can bring it back.",
        ),
        "merge-leads": (
            "leadctl.commands.merge_leads:command",
            "Merge OTHER into LEAD: both histories, what is empty filled in.",
        ),
        "duplicates": (
            "leadctl.commands.duplicates:command",
            "List leads that may be one person, and why.",
        ),
    },
    "Ownership": {
        "claim": ("leadctl.commands.ownership:claim", "Take leads into your name."),
        "release": (
            "leadctl.commands.ownership:release",
            "Give leads back to the pool, for anyone to work.",
        ),
        "pass": ("leadctl.commands.ownership:pass_", "Pass on leads: the next agent has the turn."),
        "assign": ("leadctl.commands.ownership:assign", "Give leads to an agent."),
        "approve": (
            "leadctl.commands.ownership:approve",
            "Approve a move that wants it; without LEAD, list what waits.",
        ),
    },
    "Sharing": {
        "sync": (
            "leadctl.commands.sync:command",
            "Commit, fetch, join, check and push: this clone and its remote have the same book.",
        ),
        "merge": (
            "leadctl.commands.merge:command",
            "Join the leads at which git has stopped, and end its merge, rebase or cherry-pick.",
        ),
    },
    "Pipelines": {
        "pipeline": (_PIPELINE, "See, check, draw, compare and test pipelines."),
    },
    "In, out and about": {
        "layout": (_LAYOUT, "See and test what other systems call their columns."),
        "import": (
            "leadctl.commands.import_:command",
            "Import leads from a CSV file or vCards; - reads stdin.",
        ),
        "export": (
            "leadctl.commands.export:command",
            "Export leads to a spreadsheet, address book, calendar, or as a back-up.",
        ),
        "config": (_CONFIG, "Show and set the settings."),
        "amend": (
            "leadctl.commands.log:amend",
            "Mend event N of a lead's history, as `show` numbers it, or take it out.",
        ),
        "undo": (
            "leadctl.commands.undo:command",
            "Take back your last command, or the one with NUMBER; an undo can be undone.",
        ),
        "cron": (
            "leadctl.commands.cron:command",
            "Print crontab lines that mail the morning list, with every path spelt out.",
        ),
        "completion": (
            "leadctl.commands.completion:command",
            "Print the completion script of a shell, yours unless named.",
        ),
        "check": (
            "leadctl.commands.check:command",
            "Check every lead's file, the settings and the definitions in use.",
        ),
        "help": (
            "leadctl.commands.help_:command",
            "Show a page on a topic (query, dates, formats, ...) or on a command.",
        ),
        "doctor": (
            "leadctl.commands.doctor:command",
            "Look at what a book needs around it: Python, git, clock, disk, modes, journal, index.",
        ),
        "schema": (
            "leadctl.commands.schema:command",
            "Print the JSON schema of files, for editors, or of what a command prints.",
        ),
    },
}
"""Every command: name -> ("leadctl.commands.<name>:command" or a group's own table, help).

The help is the first line of the command's own; a test compares them.
"""

HIDDEN: Table = {
    "merge-driver": (
        "leadctl.commands.merge_driver:command",
        "Join three files of one lead into OURS, as git's merge driver.",
    ),
}
"""What other programs run; no list of commands has it."""
