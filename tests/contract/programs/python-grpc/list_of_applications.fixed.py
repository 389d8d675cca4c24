# Lists one's applications, which no API key was ever allowed to.
# contract: refused=11007 fix=safe
import os

from clarifai_grpc.channel.clarifai_channel import ClarifaiChannel
from clarifai_grpc.grpc.api import resources_pb2, service_pb2, service_pb2_grpc

PAT = os.environ["CLARIFAI_PAT"]

stub = service_pb2_grpc.V2Stub(ClarifaiChannel.get_grpc_channel())
response = stub.ListApps(
    service_pb2.ListAppsRequest(user_app_id=resources_pb2.UserAppIDSet(user_id="casey-w")),
    metadata=(("authorization", "Key " + PAT),),
)
if response.status.code != 10000:
    raise SystemExit(response.status.description)
for app in response.apps:
    print(app.id, app.user_id)
