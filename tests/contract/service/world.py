"""What exists at the stand-in service: applications, what they hold, and two credentials.

Clarifai's resources and those of other public applications come from the linter's own catalogue;
everything else is made up.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, NamedTuple, Optional, Set, Tuple

CATALOGUE = Path(__file__).parents[3] / "src" / "clarifai" / "catalogue.tsv"


class App(NamedTuple):
    """An application, by its owner's two ids."""

    user_id: str
    app_id: str


@dataclass(frozen=True)
class Credential:
    """Who calls. A key is bound to one application, a token to a user alone."""

    user_id: str
    app: Optional[App]

    @property
    def is_key(self) -> bool:
        """Whether it is an app-specific API key."""
        return self.app is not None


# The user whose programs are run, with one application.
OWN = App("casey-w", "harbour-photos")
OWN_MODEL = "boats"
OWN_WORKFLOW = "sort-boats"
OWN_CONCEPT = "dinghy"

# What these programs hold as literals, too, wherever they hard-code a credential.
API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93"
PAT = "b84e2f60d17c49a5932e8c0f6a1d5b7e"

CREDENTIALS: Dict[str, Credential] = {
    API_KEY: Credential(OWN.user_id, OWN),
    PAT: Credential(OWN.user_id, None),
}


def _load() -> Dict[Tuple[str, str], Set[App]]:
    """Which applications hold a resource, by its kind and id."""
    holders: Dict[Tuple[str, str], Set[App]] = {
        ("model", OWN_MODEL): {OWN},
        ("workflow", OWN_WORKFLOW): {OWN},
        ("concept", OWN_CONCEPT): {OWN},
    }
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            # A retired model is in nobody's reach any more, whatever the credential.
            if not row["retired"]:
                app = App(*row["owner"].split("/"))
                holders.setdefault((row["kind"], row["id"]), set()).add(app)
    return holders


HOLDERS = _load()


def holds(app: App, kind: str, resource_id: str) -> bool:
    """Whether an application holds the model, workflow or concept of this id."""
    return app in HOLDERS.get((kind, resource_id), set())
