"""One stairway, downward only: no module imports from a floor above its own.

The table is the architecture. A module that is missing here fails the first test: a new one must
be given its floor, which is the moment to ask whether it belongs there.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up; a name ending in a dot stands for everything inside.
FLOORS: list[tuple[str, tuple[str, ...]]] = [
    (
        "education, pure: no Django, no Wagtail",
        (
            "education.documents.pdf",
            "education.finding.marks",
            "education.finding.query_words",
            "education.finding.spelling",
            "education.finding.stems",
            "education.finding.understanding",
            "education.importing.",
            "education.library_sharing.choice",
            "education.pictures.files",
            "education.pictures.refusals",
            "education.pictures.working_copy",
            "education.reading.aspects",
            "education.reading.pictogram",
            "education.reading.readability",
            "education.wording.claims",
            "education.reuse.changes",
            "education.record.criteria",
            "education.review_dates.dates",
            "education.record.facts",
            "education.review.fingerprint",
            "education.review.gate",
            "education.review_dates.reminders",
            "education.record.spreadsheet",
            "education.overview.states",
            "education.sharing.jsonld",
            "education.sharing.qr",
        ),
    ),
    (
        "education, what Wagtail loads by name",
        ("education.review.publishing",),
    ),
    (
        "education, parts of models",
        (
            "education.blocks.",
            "education.chosen_files",
            "education.forms",
            "education.home_pages",
            "education.kept_versions",
            "education.library_sharing.copied",
            "education.library_sharing.places",
            "education.ownership",
            "education.panels",
            "education.page_permissions",
            "education.pictures.renditions",
            "education.querysets",
            "education.reading.anchors",
            "education.reading.breadcrumbs",
            "education.reading.neighbours",
            "education.reading.plaintext",
            "education.reading.prose",
            "education.reading.terms",
            "education.alerts.form",
            "education.house_notes.form",
            "education.house_notes.places",
            "education.sharing.short_address",
            "education.wording.texts",
            "education.signed_content",
        ),
    ),
    (
        "education, models",
        (
            "education.models.",
            "education.pictures.removal",
            "education.alerts.alerts",
            "education.house_notes.reading",
            "education.library_sharing.choosing",
            "education.library_sharing.copies",
            "education.review.approval",
            "education.review.confirming",
            "education.record.sign_offs",
            "education.reuse.looks",
            "education.review.signing",
            "education.withdrawal.withdrawal",
            "education.overview.standing",
            "education.overview.waiting",
            "education.wording.findings",
        ),
    ),
    (
        "education, web",
        (
            "education.choosers",
            "education.documents.form",
            "education.documents.serving",
            "education.drafts",
            "education.house_notes.losses",
            "education.house_notes.listing",
            "education.finding.a_to_z",
            "education.finding.backend",
            "education.finding.entries",
            "education.finding.glossary",
            "education.finding.missed",
            "education.finding.missed_report",
            "education.finding.places",
            "education.finding.questions",
            "education.finding.ranking",
            "education.finding.search",
            "education.finding.vocabulary",
            "education.library_sharing.following",
            "education.library_sharing.screens",
            "education.library_use",
            "education.pictures.form",
            "education.pictures.skin_tones",
            "education.reading.term_editor",
            "education.withdrawal.consents",
            "education.alerts.screens",
            "education.review.handing_over",
            "education.overview.columns",
            "education.overview.filters",
            "education.overview.report",
            "education.overview.rows",
            "education.overview.dashboard",
            "education.overview.explorer",
            "education.review.mail",
            "education.review.approving",
            "education.review.earlier_approvals",
            "education.review.messages",
            "education.review.offline",
            "education.review.refusals",
            "education.review.schedule",
            "education.review.screens",
            "education.withdrawal.screens",
            "education.withdrawal.buttons",
            "education.withdrawal.unpublishing",
            "education.review.unsigned",
            "education.review_dates.overdue",
            "education.review_dates.reminder_mail",
            "education.review_dates.reminding",
            "education.record.evidence",
            "education.record.happenings",
            "education.record.page",
            "education.review.viewsets",
            "education.wording.page",
            "education.withdrawal.report",
            "education.sharing.feed",
            "education.sharing.page_facts",
            "education.sharing.sitemap",
            "education.templatetags.",
            "education.views",
            "education.viewsets",
        ),
    ),
    (
        "education, edges",
        (
            "education.apps",
            "education.checks",
            "education.signals",
            "education.management.",
            "education.urls",
            "education.wagtail_hooks",
        ),
    ),
    (
        "portal, pure: no Django, no Wagtail",
        (
            "portal.booking.",
            "portal.clinic_jsonld",
            "portal.formats.",
            "portal.hostnames",
            "portal.hours",
            "portal.link_checks.asking",
            "portal.link_checks.our_network",
            "portal.link_checks.pacing",
            "portal.link_checks.public_addresses",
            "portal.link_checks.timed_socket",
            "portal.link_checks.verdict",
            "portal.open_days",
            "portal.paper",
            "portal.telephone",
            "portal.theme.",
        ),
    ),
    (
        "portal, parts of models",
        ("portal.blocks", "portal.clinic_form", "portal.panels", "portal.starter."),
    ),
    ("portal, models", ("portal.models.",)),
    (
        "portal, web",
        (
            "portal.apps",
            "portal.booking_button",
            "portal.clinic_belongings",
            "portal.clinic_list",
            "portal.clinic_removal",
            "portal.backups.",
            "portal.clinic_setup",
            "portal.contact_views",
            "portal.content_export",
            "portal.context_processors",
            "portal.evidence_folder",
            "portal.exporting.",
            "portal.forms",
            "portal.house_facts",
            "portal.identity",
            "portal.invitations",
            "portal.leaving",
            "portal.leaving_views",
            "portal.link_checks.checking",
            "portal.link_checks.collecting",
            "portal.link_checks.in_use",
            "portal.link_checks.known",
            "portal.link_checks.panel",
            "portal.link_checks.report",
            "portal.link_checks.telling",
            "portal.management.",
            "portal.media_files",
            "portal.middleware",
            "portal.new_clinic",
            "portal.output_folder",
            "portal.portraits",
            "portal.setup_panel",
            "portal.setup_steps",
            "portal.share_pictures",
            "portal.staff_roles",
            "portal.stylesheets",
            "portal.templatetags.",
            "portal.upgrading",
            "portal.upload_limit",
            "portal.views",
            "portal.viewsets",
            "portal.walls",
            "portal.wagtail_hooks",
        ),
    ),
    ("composition", ("portal.settings.", "portal.urls", "portal.wsgi")),
]
PURE = [number for number, (words, _names) in enumerate(FLOORS) if "pure" in words]
PACKAGES = ("education", "portal")


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts or not path.read_text(encoding="utf-8").strip():
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            if name not in PACKAGES:
                found[name] = path
    return found


def floor_of(module: str) -> int | None:
    for number, (_words, names) in enumerate(FLOORS):
        for name in names:
            inside = name.endswith(".") and f"{module}.".startswith(name)
            if inside or module == name:
                return number
    return None


def imports_of(path: Path, module: str) -> set[str]:
    """Every module that this one imports, inside functions too; names after `import` included."""
    is_package = path.name == "__init__.py"
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                up = node.level - 1 if is_package else node.level
                base = ".".join([*parts[: len(parts) - up], *filter(None, [node.module])])
            found.add(base)
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def at_the_top(path: Path) -> set[str]:
    """Modules imported while the module itself loads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


MODULES = modules()


def test_every_module_stands_on_a_floor():
    assert [name for name in MODULES if floor_of(name) is None] == []


def test_the_table_names_no_module_that_is_gone():
    def exists(name: str) -> bool:
        inside = name.rstrip(".")
        return inside in MODULES or any(module.startswith(f"{inside}.") for module in MODULES)

    assert [name for _words, names in FLOORS for name in names if not exists(name)] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_from_above(module):
    own = floor_of(module)
    upward = {
        name
        for name in imports_of(MODULES[module], module)
        if name in MODULES and (floor_of(name) or 0) > own
    }
    # A page class names what its screens need, at the moment it needs it.
    if module.startswith("education.models"):
        upward -= {"education.pictures.renditions"}
    assert upward == set()


@pytest.mark.parametrize("module", [name for name in MODULES if floor_of(name) in PURE])
def test_a_pure_module_knows_neither_django_nor_wagtail(module):
    roots = {name.partition(".")[0] for name in imports_of(MODULES[module], module)}
    assert roots.isdisjoint({"django", "wagtail", "modelcluster", "taggit"})
    ours = {name for name in imports_of(MODULES[module], module) if name in MODULES}
    assert all(floor_of(name) in PURE for name in ours)


def test_the_content_package_never_imports_the_house():
    for module, path in MODULES.items():
        if module.startswith("education"):
            reached = {name for name in imports_of(path, module) if name.split(".")[0] == "portal"}
            assert reached == set(), module


def test_what_finishes_a_review_loads_no_model():
    """Wagtail imports it while models load."""
    assert not {n for n in at_the_top(MODULES["education.review.publishing"]) if "models" in n}


def test_modules_classes_and_functions_stay_small():
    large = []
    for module, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 300:
            large.append(f"{module}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            most = {ast.FunctionDef: 40, ast.ClassDef: 150}.get(type(node))
            if most and node.end_lineno - node.lineno + 1 > most:
                large.append(f"{module}.{node.name}: {node.end_lineno - node.lineno + 1} lines")
    assert large == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "core", "misc", "mixins", "tools"}
    assert [name for name in MODULES if name.split(".")[-1] in drawers] == []
