"""What the parts of an Office file refer to, judged by the type of each relationship and by where it leads.

The types are those of ECMA-376 and of Microsoft's published extensions ([MS-DOCX], [MS-XLSX], [MS-OI29500]) that a
paper needs. A type that is not listed here is refused.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from tracker.core.file_checks import file_refusal
from tracker.documents.inspection.markup import Attributes

RELATIONSHIPS_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_OTHERS = ("http://customschemas.google.com/relationships/", "http://www.wps.cn/officeDocument/")
"""Google Sheets and WPS note their own settings so; Office passes over them. They may lead inside the file alone."""

_OF_OFFICE = frozenset(
    """officeDocument extended-properties extendedProperties custom-properties customProperties styles settings
    webSettings fontTable theme themeOverride numbering footnotes endnotes comments header footer image customXml
    customXmlProps glossaryDocument font chart chartUserShapes diagramData diagramLayout diagramQuickStyle
    diagramColors drawing vmlDrawing legacyDrawing worksheet chartsheet sharedStrings calcChain table pivotTable
    pivotCacheDefinition pivotCacheRecords printerSettings sheetMetadata usernames revisionHeaders revisionLog
    customProperty tableSingleCells xmlMaps ctrlProp recipientData stylesWithEffects""".split()
)
_OF_MICROSOFT = frozenset(
    """2007/relationships/stylesWithEffects 2007/relationships/hdphoto 2007/relationships/diagramDrawing
    2007/relationships/slicer 2007/relationships/slicerCache 2011/relationships/timeline
    2011/relationships/timelineCache 2011/relationships/chartColorStyle 2011/relationships/chartStyle
    2011/relationships/people 2011/relationships/commentsExtended 2014/relationships/chartEx
    2016/09/relationships/commentsIds 2018/08/relationships/commentsExtensible
    2017/10/relationships/threadedComment 2017/10/relationships/person 2017/06/relationships/rdRichValue
    2017/06/relationships/rdRichValueStructure 2017/06/relationships/rdRichValueTypes
    2017/06/relationships/rdSupportingPropertyBag 2017/06/relationships/rdSupportingPropertyBagStructure
    2017/06/relationships/rdArray 2017/06/relationships/richStyles 2022/10/relationships/richValueRel
    2019/04/relationships/namedSheetView 2019/05/relationships/documenttasks
    2020/02/relationships/classificationlabels 2020/10/relationships/intelligence
    2022/11/relationships/FeaturePropertyBag 2006/relationships/txt 2006/relationships/ink""".split()
)
_OF_PACKAGE = frozenset(
    """metadata/core-properties metadata/thumbnail digital-signature/origin digital-signature/signature
    digital-signature/certificate""".split()
)
_OLD_PROPERTIES = "http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties"
"""As LibreOffice wrote it for years."""
_REASONS = {
    "vbaProject": "macro",
    "wordVbaData": "macro",
    "xlMacrosheet": "macro",
    "xlIntlMacrosheet": "macro",
    "dialogsheet": "macro",
    "keyMapCustomizations": "macro",
    "attachedToolbars": "macro",
    "extensibility": "macro",
    "userCustomization": "macro",
    "oleObject": "embedded_object",
    "package": "embedded_object",
    "control": "embedded_object",
    "activeXControlBinary": "embedded_object",
    "webextension": "embedded_object",
    "webextensiontaskpanes": "embedded_object",
    "aFChunk": "embedded_document",
    "subDocument": "embedded_document",
    "externalLink": "external_workbook",
    "externalLinkPath": "external_workbook",
    "xlExternalLinkPath": "external_workbook",
    "xlPathMissing": "external_workbook",
    "connections": "data_connection",
    "queryTable": "data_connection",
    "mailMergeSource": "data_connection",
    "mailMergeHeaderSource": "data_connection",
}
"""By the last word of a refused type, in any letters: the code of its refusal."""
_REASONS = {word.casefold(): why for word, why in _REASONS.items()}

_TO_MEDIA = frozenset(
    """image font printerSettings customProperty hdphoto thumbnail ink txt origin certificate""".split()
)
HYPERLINK, TEMPLATE, LINKED_DATA, EMBEDDED = "hyperlink", "attachedTemplate", "oleObject", "package"
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", "about"})
_NEUTRAL = "about:blank"


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: the part it starts from (empty: the whole file), its number, its type, where it leads."""

    source: str
    id: str
    type: str
    target: str
    is_external: bool

    @property
    def word(self) -> str:
        """The last word of a type of Office itself, empty for others."""
        for prefix in _OFFICE:
            if self.type.startswith(prefix):
                return self.type.removeprefix(prefix)
        return ""

    @property
    def part(self) -> str:
        """The part it leads to inside the file."""
        path = unquote(self.target.partition("#")[0])
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(self.source), path)).lstrip("/")


def parse_relationship(source: str, attributes: Attributes) -> Relationship:
    """Return a relationship as its element says; refuse one whose mode is neither of the two there are."""
    mode = attributes.get("TargetMode", "Internal")
    if mode not in ("Internal", "External"):
        raise file_refusal("external_links", target=attributes.get("Target", ""))
    return Relationship(
        source=source,
        id=attributes.get("Id", ""),
        type=attributes.get("Type", ""),
        target=attributes.get("Target", ""),
        is_external=mode == "External",
    )


def is_cut(link: Relationship, *, in_chart: bool) -> bool:
    """Tell whether a relationship is taken out of the file; refuse what may neither stay nor be taken out.

    Taken out are the template a paper was written from (Word would follow it on opening), the workbook a chart was
    copied from (its numbers stay in the chart), and links on which a click would lead into the network of the reader.
    """
    if link.is_external:
        if link.word == HYPERLINK:
            return not _is_plain_address(link.target)
        if link.word == TEMPLATE or (link.word == LINKED_DATA and in_chart):
            return True
        raise file_refusal(_why(link), target=link.target[:80])
    if _leads_out(link.target):
        raise file_refusal("external_links", target=link.target[:80])
    if link.word == TEMPLATE:
        return True
    if not (is_allowed_relationship(link) or link.word == HYPERLINK or (link.word == EMBEDDED and in_chart)):
        raise file_refusal(_why(link), target=link.target[:80], part=link.type[-80:])
    return False


def is_allowed_relationship(link: Relationship) -> bool:
    """Tell whether a type is one that papers need."""
    kind = link.type
    return (
        link.word in _OF_OFFICE
        or (kind.startswith(_PACKAGE) and kind.removeprefix(_PACKAGE) in _OF_PACKAGE)
        or (kind.startswith(_MICROSOFT) and kind.removeprefix(_MICROSOFT) in _OF_MICROSOFT)
        or kind == _OLD_PROPERTIES
        or kind.startswith(_OTHERS)
    )


def leads_to_media(link: Relationship) -> bool:
    """Tell whether a type is one of pictures, fonts, settings of printers and the like."""
    return link.type.rpartition("/")[2] in _TO_MEDIA or link.type.startswith(_OTHERS)


def neutral_target(link: Relationship) -> str | None:
    """Return what a link that is cut leads to from then on, None where the relationship itself goes."""
    return _NEUTRAL if link.word == HYPERLINK else None


def _why(link: Relationship) -> str:
    known = _REASONS.get(link.type.rstrip("/").rpartition("/")[2].casefold())
    if link.is_external and known in (None, "embedded_object", "embedded_document"):
        return "external_links"
    return known or "unknown_part"


def _is_plain_address(target: str) -> bool:
    """Tell whether a click leads to a page, a letter, a place in the paper or a file beside it."""
    written = unquote(target).strip()
    if written.startswith(("\\\\", "//", "/\\", "\\/")):
        return False
    try:
        parts = urlsplit(written)
    except ValueError:
        return False
    if parts.scheme == "file":
        path = parts.path.replace("\\", "/").lstrip("/")
        return not parts.netloc and path[1:2] == ":" and not parts.path.startswith(("////", "/\\\\", "//"))
    return parts.scheme in _SCHEMES or not parts.scheme or len(parts.scheme) == 1


def _leads_out(target: str) -> bool:
    """Tell whether a target that claims to be inside is an address."""
    written = unquote(target).strip()
    name = written.partition("#")[0]
    return "\\" in name or name.startswith("//") or ":" in name.partition("/")[0]
