"""JSON Schema and a little Markdown as HTML. Whatever comes from a document is escaped here and nowhere else."""

import json
import re
from html import escape
from typing import Any

from parley.protocol.sync import JsonObject


def code(text: object) -> str:
    return f"<code>{escape(str(text))}</code>"


def link(anchor: str, text: str) -> str:
    return f'<a href="#{escape(anchor)}">{escape(text)}</a>'


def article(anchor: str, title: str, *parts: str) -> str:
    heading = f'<h3 id="{escape(anchor)}"><a href="#{escape(anchor)}">{escape(title)}</a></h3>'
    return f'<article aria-labelledby="{escape(anchor)}">{heading}{"".join(parts)}</article>'


def facts(rows: dict[str, str]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows.items()) + "</dl>"


def prose(text: str) -> str:
    """Paragraphs, lists of one level and `code`: all that the documents' descriptions use."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()))


def _block(block: str) -> str:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{inline(block)}</p>"


def inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def json_block(title: str, value: Any, *, is_open: bool = False) -> str:
    shown = escape(json.dumps(value, indent=2, ensure_ascii=False))
    opening = "<details open>" if is_open else "<details>"
    return f"{opening}<summary>{escape(title)}</summary><pre><code>{shown}</code></pre></details>"


def fields_table(title: str, schema: JsonObject) -> str:
    if not schema.get("properties"):
        return ""
    rows = "".join(
        _field(name, field, name in schema.get("required", [])) for name, field in schema["properties"].items()
    )
    head = "<tr><th>field</th><th>type</th><th>meaning</th></tr>"
    return f"<table><caption>{escape(title)}</caption><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _field(name: str, schema: JsonObject, needed: bool) -> str:
    kinds = schema.get("anyOf", [schema])
    meaning = next((kind["description"] for kind in kinds if "description" in kind), "")
    limits = [limit for kind in kinds for limit in _limits(kind)]
    if "default" in schema:
        limits.append(f"left out: {code(json.dumps(schema['default']))}")
    optional = "" if needed else ' <span class="optional">optional</span>'
    notes = [inline(schema.get("description", meaning)), *(f"<small>{limit}</small>" for limit in limits)]
    return (
        f"<tr><th>{code(name)}{optional}</th><td>{type_html(schema)}</td>"
        f"<td>{'<br>'.join(note for note in notes if note)}</td></tr>"
    )


def _limits(schema: JsonObject) -> list[str]:
    found = []
    for low, high, unit in (("minLength", "maxLength", " characters"), ("minimum", "maximum", "")):
        if low in schema and high in schema:
            found.append(f"{schema[low]} to {schema[high]}{unit}")
        elif high in schema:
            found.append(f"at most {schema[high]}{unit}")
    if "maxProperties" in schema:
        found.append(f"at most {schema['maxProperties']} entries")
    return [*found, *([code(schema["pattern"])] if "pattern" in schema else [])]


def type_html(schema: JsonObject) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return link(f"type-{name}", name)
    if "anyOf" in schema:
        return " or ".join(type_html(kind) for kind in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(code(json.dumps(value)) for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {type_html(schema['items'])}"
    if "additionalProperties" in schema:
        return f"object of {type_html(schema['additionalProperties'])} by id"
    return escape(schema.get("type", "any"))
