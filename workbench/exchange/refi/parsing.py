"""XML from strangers, parsed without entities, document types or the network."""

from typing import Any
from xml.parsers import expat

from workbench.errors import WorkbenchError


class _RootReachedError(Exception):
    """The prolog is over."""


def parse(content: bytes, file: str) -> Any:
    """The root element (of lxml). Raises WorkbenchError, naming the file, for no safe XML."""
    _refuse_document_type(content, file)
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(file, str(error)) from None
    except ValueError as error:
        raise _damaged(file, str(error)) from None


def _refuse_document_type(content: bytes, file: str) -> None:
    """Entities are declared in a document type, which stands before the root element."""

    def refuse(*_: object) -> None:
        raise WorkbenchError(
            f"{file}: declares a document type or entities, which REFI-QDA never does: nothing was"
            " read; do not trust this file"
        )

    def stop(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(content, True)
    except _RootReachedError:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged(file, str(error)) from None


def _damaged(file: str, why: str) -> WorkbenchError:
    return WorkbenchError(f"{file}: no REFI-QDA file, or damaged ({why}): export it again")
