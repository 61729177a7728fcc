"""A project or a codebook as XML that the standard's schemas accept; the same bytes on every run.

No container is written empty, for the schemas refuse that.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.exchange.refi.nouns import (
    Case,
    Code,
    Coding,
    Note,
    Project,
    Selection,
    Set,
    Source,
    Value,
    Variable,
)
from workbench.exchange.refi.schema import CODEBOOK, PROJECT, refuse_invalid
from workbench.exchange.refi.texts import xml_text

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
VALUE_ELEMENTS = {
    "Text": "TextValue",
    "Boolean": "BooleanValue",
    "Integer": "IntegerValue",
    "Float": "FloatValue",
    "Date": "DateValue",
    "DateTime": "DateTimeValue",
}


def project_xml(project: Project) -> bytes:
    """The ``project.qde`` of a project. Raises WorkbenchError where the schema refuses it."""
    return _Writer(PROJECT_SPACE).project(project)


def codebook_xml(codes: Sequence[Code], sets: Sequence[Set], origin: str) -> bytes:
    """A ``.qdc`` of these codes, of which there must be one at least."""
    return _Writer(CODEBOOK_SPACE).codebook(codes, sets, origin)


class _Writer:
    """Makes elements in one namespace; attributes that are empty are left out."""

    def __init__(self, space: str) -> None:
        # loads libxml2, which nobody else needs
        from lxml import etree

        self._etree = etree
        self._space = space

    def project(self, project: Project) -> bytes:
        root = self._etree.Element(f"{{{self._space}}}Project", nsmap={None: self._space})
        self._set(root, name=project.name, origin=project.origin, creationDateTime=project.at)
        kinds = {variable.guid: variable.kind for variable in project.variables}
        users = self._container(root, "Users", project.users)
        for user in project.users:
            self._add(users, "User", guid=user.guid, name=user.name)
        if project.codes:
            self._codes(self._add(self._add(root, "CodeBook"), "Codes"), project.codes)
        self._variables(root, project.variables)
        cases = self._container(root, "Cases", project.cases)
        for case in project.cases:
            self._case(cases, case, kinds)
        sources = self._container(root, "Sources", project.sources)
        for source in project.sources:
            self._source(sources, source, kinds)
        notes = self._container(root, "Notes", project.notes)
        for note in project.notes:
            self._note(notes, note)
        sets = self._container(root, "Sets", project.sets)
        for one in project.sets:
            self._project_set(sets, one)
        self._description(root, project.description)
        self._references(root, "NoteRef", project.noted)
        return self._written(root, PROJECT)

    def codebook(self, codes: Sequence[Code], sets: Sequence[Set], origin: str) -> bytes:
        root = self._etree.Element(f"{{{self._space}}}CodeBook", nsmap={None: self._space})
        self._set(root, origin=origin)
        self._codes(self._add(root, "Codes"), codes)
        container = self._container(root, "Sets", sets)
        for one in sets:
            element = self._add(container, "Set", guid=one.guid, name=one.name)
            self._description(element, one.description)
            for guid in one.codes:
                # an attribute that the project's schema calls by another name
                self._add(element, "MemberCode", guid=guid)
        return self._written(root, CODEBOOK)

    def _codes(self, parent: Any, codes: Iterable[Code]) -> None:
        waiting = [(parent, code) for code in reversed(list(codes))]
        while waiting:
            above, code = waiting.pop()
            element = self._add(
                above,
                "Code",
                guid=code.guid,
                name=code.name,
                isCodable="true" if code.codable else "false",
                color=code.colour,
            )
            self._description(element, code.description)
            self._references(element, "NoteRef", code.notes)
            waiting += [(element, below) for below in reversed(code.below)]

    def _variables(self, root: Any, variables: Sequence[Variable]) -> None:
        container = self._container(root, "Variables", variables)
        for one in variables:
            self._add(container, "Variable", guid=one.guid, name=one.name, typeOfVariable=one.kind)

    def _values(self, parent: Any, values: Iterable[Value], kinds: dict[str, str]) -> None:
        for value in values:
            element = self._add(parent, "VariableValue")
            self._references(element, "VariableRef", [value.variable])
            typed = self._add(element, VALUE_ELEMENTS[kinds[value.variable]])
            typed.text = xml_text(value.text)

    def _case(self, parent: Any, case: Case, kinds: dict[str, str]) -> None:
        element = self._add(parent, "Case", guid=case.guid, name=case.name)
        self._description(element, case.description)
        self._references(element, "CodeRef", case.codes)
        self._values(element, case.values, kinds)
        self._references(element, "SourceRef", case.sources)
        self._references(element, "SelectionRef", case.selections)

    def _source(self, parent: Any, source: Source, kinds: dict[str, str]) -> None:
        element = self._add(
            parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=source.path
        )
        self._description(element, source.description)
        for selection in source.selections:
            self._selection(element, selection)
        for coding in source.codings:
            self._coding(element, coding)
        self._references(element, "NoteRef", source.notes)
        self._values(element, source.values, kinds)

    def _selection(self, parent: Any, selection: Selection) -> None:
        element = self._add(
            parent,
            "PlainTextSelection",
            guid=selection.guid,
            name=selection.name,
            startPosition=str(selection.start),
            endPosition=str(selection.end),
            creatingUser=selection.user,
            creationDateTime=selection.at,
        )
        self._description(element, selection.description)
        for coding in selection.codings:
            self._coding(element, coding)
        self._references(element, "NoteRef", selection.notes)

    def _coding(self, parent: Any, coding: Coding) -> None:
        element = self._add(
            parent,
            "Coding",
            guid=coding.guid,
            creatingUser=coding.user,
            creationDateTime=coding.at,
        )
        self._references(element, "CodeRef", [coding.code])
        self._references(element, "NoteRef", coding.notes)

    def _note(self, parent: Any, note: Note) -> None:
        element = self._add(
            parent,
            "Note",
            guid=note.guid,
            name=note.name,
            creatingUser=note.user,
            creationDateTime=note.at,
        )
        self._add(element, "PlainTextContent").text = xml_text(note.text)

    def _project_set(self, parent: Any, one: Set) -> None:
        element = self._add(parent, "Set", guid=one.guid, name=one.name)
        self._description(element, one.description)
        self._references(element, "MemberCode", one.codes)
        self._references(element, "MemberSource", one.sources)
        self._references(element, "MemberNote", one.notes)

    def _description(self, parent: Any, text: str) -> None:
        if text:
            self._add(parent, "Description").text = xml_text(text)

    def _references(self, parent: Any, name: str, guids: Iterable[str]) -> None:
        for guid in guids:
            self._add(parent, name, targetGUID=guid)

    def _container(self, parent: Any, name: str, members: Sequence[object]) -> Any:
        return self._add(parent, name) if members else None

    def _add(self, parent: Any, tag: str, /, **attributes: str) -> Any:
        element = self._etree.SubElement(parent, f"{{{self._space}}}{tag}")
        self._set(element, **attributes)
        return element

    def _set(self, element: Any, /, **attributes: str) -> None:
        for name, value in attributes.items():
            if value:
                element.set(name, xml_text(value))

    def _written(self, root: Any, schema: str) -> bytes:
        content: bytes = self._etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
        # what is checked is what somebody else will parse
        parser = self._etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        refuse_invalid(self._etree.fromstring(content, parser), schema)
        return content
