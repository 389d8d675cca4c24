"""Made-up answers. Every one of them names a lighthouse, which is how a test knows that a program
got what it asked for and read it right.
"""

from clarifai_grpc.grpc.api import resources_pb2
from clarifai_grpc.grpc.api.status import status_pb2

from .contract import Refusal, invalid_request
from .world import OWN

SEEN = "lighthouse"
SUCCESS = 10000


def status(refusal: Refusal = None) -> status_pb2.Status:
    """The status of a success, or of a refusal."""
    if refusal is None:
        return status_pb2.Status(code=SUCCESS, description="Ok")
    return status_pb2.Status(
        code=refusal.code, description=refusal.description, details=refusal.details
    )


def _concepts():
    return [
        resources_pb2.Concept(id="ai_Lx3vTq9b", name=SEEN, value=0.98, app_id="main"),
        resources_pb2.Concept(id="ai_0kMdR7wz", name="coast", value=0.91, app_id="main"),
    ]


def _data() -> resources_pb2.Data:
    """All that a model of whatever kind may return about a picture."""
    box = resources_pb2.BoundingBox(top_row=0.1, left_col=0.2, bottom_row=0.6, right_col=0.7)
    region = resources_pb2.Region(
        id="r1",
        value=0.97,
        region_info=resources_pb2.RegionInfo(bounding_box=box),
        data=resources_pb2.Data(concepts=_concepts()),
    )
    colour = resources_pb2.Color(
        raw_hex="#20b2aa", value=0.4, w3c=resources_pb2.W3C(hex="#20b2aa", name="LightSeaGreen")
    )
    return resources_pb2.Data(
        concepts=_concepts(),
        regions=[region],
        colors=[colour],
        embeddings=[resources_pb2.Embedding(vector=[0.25, 0.5], num_dimensions=2)],
        text=resources_pb2.Text(raw=f"a {SEEN} on a coast"),
    )


def _model(request, app) -> resources_pb2.Model:
    app = app or OWN
    return resources_pb2.Model(
        id=getattr(request, "model_id", "") or SEEN,
        name=SEEN,
        user_id=app.user_id,
        app_id=app.app_id,
        model_type_id="visual-classifier",
        model_version=resources_pb2.ModelVersion(
            id=getattr(request, "version_id", "") or "v1", status=status()
        ),
    )


def _inputs(request):
    """The inputs of a prediction: a rewrite that lost them would not be refused otherwise."""
    inputs = list(request.inputs)
    if not inputs or not all(one.HasField("data") for one in inputs):
        raise invalid_request("no inputs")
    return inputs


def _outputs(request, app):
    return [
        resources_pb2.Output(
            id=f"o{at}", status=status(), model=_model(request, app), input=one, data=_data()
        )
        for at, one in enumerate(_inputs(request))
    ]


def _results(request, app):
    return [
        resources_pb2.WorkflowResult(
            id=f"w{at}",
            status=status(),
            input=one,
            outputs=[
                resources_pb2.Output(status=status(), model=_model(request, app), data=_data())
            ],
        )
        for at, one in enumerate(_inputs(request))
    ]


def _workflow(request, app) -> resources_pb2.Workflow:
    app = app or OWN
    return resources_pb2.Workflow(
        id=getattr(request, "workflow_id", "") or SEEN, user_id=app.user_id, app_id=app.app_id
    )


def _concept(request, _app) -> resources_pb2.Concept:
    return resources_pb2.Concept(id=getattr(request, "concept_id", ""), name=SEEN)


def _hit(_request, _app) -> resources_pb2.Hit:
    found = resources_pb2.Input(id="i1", data=resources_pb2.Data(concepts=_concepts()))
    return resources_pb2.Hit(score=0.9, input=found)


# By the field of a response: what fills it. A field of one message is filled as one, a repeated
# one by what is a list already, or by a list of one.
FILLED_BY = {
    "outputs": _outputs,
    "results": _results,
    "model": _model,
    "models": _model,
    "model_version": lambda request, app: _model(request, app).model_version,
    "model_versions": lambda request, app: _model(request, app).model_version,
    "workflow": _workflow,
    "workflows": _workflow,
    "concept": _concept,
    "concepts": lambda _request, _app: _concepts(),
    "apps": lambda request, _app: resources_pb2.App(
        id=SEEN, name=SEEN, user_id=request.user_app_id.user_id
    ),
    "inputs": lambda request, _app: list(getattr(request, "inputs", ())),
    "hits": _hit,
}


def answer(method, request, app):
    """A success of a method; raises a `Refusal` for a request that makes no sense."""
    response = method.output_type._concrete_class(status=status())
    for field in method.output_type.fields:
        if field.message_type is None or field.name not in FILLED_BY:
            continue
        filled = FILLED_BY[field.name](request, app)
        place = getattr(response, field.name)
        if hasattr(place, "extend"):
            place.extend(filled if isinstance(filled, list) else [filled])
        else:
            place.CopyFrom(filled)
    return response


def refuse(method, refusal: Refusal):
    """The same method's answer when it is refused: gRPC and REST carry it in `status`."""
    return method.output_type._concrete_class(status=status(refusal))
