"""leadctl: leads as plain TOML files, moved through a pipeline that is itself a TOML file."""

__version__ = "0.1.0"
