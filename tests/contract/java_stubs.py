"""Java classes with the names and signatures of the Java gRPC client, and no content: enough for a
compiler to tell a right program from a wrong one. Made from the real service definition.
"""

from pathlib import Path
from typing import Dict, Iterator, List

from clarifai_grpc.grpc.api.status import status_code_pb2
from google.protobuf.descriptor import FieldDescriptor

from service.contract import SERVICE

METHODS = (
    "PostModelOutputs",
    "GetModel",
    "ListModels",
    "ListModelVersions",
    "PostWorkflowResults",
    "GetWorkflow",
    "GetConcept",
    "ListConcepts",
    "ListApps",
    "PostInputs",
)
# What the messages of these methods are made of, as far as programs use it.
PARTS = {
    "UserAppIDSet", "Input", "Data", "Image", "Video", "Text", "Concept", "Region", "RegionInfo",
    "BoundingBox", "Color", "W3C", "Output", "Model", "ModelVersion", "OutputInfo", "OutputConfig",
    "Workflow", "WorkflowResult", "App", "Status",
}  # fmt: skip

SCALARS = {
    FieldDescriptor.CPPTYPE_INT32: "int",
    FieldDescriptor.CPPTYPE_UINT32: "int",
    FieldDescriptor.CPPTYPE_INT64: "long",
    FieldDescriptor.CPPTYPE_UINT64: "long",
    FieldDescriptor.CPPTYPE_FLOAT: "float",
    FieldDescriptor.CPPTYPE_DOUBLE: "double",
    FieldDescriptor.CPPTYPE_BOOL: "boolean",
    FieldDescriptor.CPPTYPE_STRING: "String",
}
BOXED = {"int": "Integer", "long": "Long", "float": "Float", "double": "Double"}
NOTHING = "{ throw new UnsupportedOperationException(); }"

# What stands around the generated classes, of the client and of the libraries below it.
FIXED_CLASSES: Dict[str, str] = {
    "io.grpc.Channel": "public abstract class Channel {}",
    "io.grpc.ManagedChannel": f"""public abstract class ManagedChannel extends Channel {{
        public ManagedChannel shutdown() {NOTHING}
    }}""",
    "io.grpc.CallCredentials": "public abstract class CallCredentials {}",
    "io.grpc.stub.StreamObserver": """public interface StreamObserver<T> {
        void onNext(T value);
        void onError(Throwable error);
        void onCompleted();
    }""",
    "com.google.common.util.concurrent.ListenableFuture": """
    public interface ListenableFuture<T> extends java.util.concurrent.Future<T> {}""",
    "com.google.protobuf.ByteString": f"""public class ByteString {{
        public static ByteString copyFrom(byte[] bytes) {NOTHING}
    }}""",
    "com.clarifai.channel.ClarifaiChannel": f"""public enum ClarifaiChannel {{
        INSTANCE;
        public io.grpc.ManagedChannel getGrpcChannel() {NOTHING}
        public io.grpc.ManagedChannel getJsonChannel() {NOTHING}
        public io.grpc.ManagedChannel getInsecureGrpcChannel() {NOTHING}
    }}""",
    "com.clarifai.credentials.ClarifaiCallCredentials": """
    public class ClarifaiCallCredentials extends io.grpc.CallCredentials {
        public ClarifaiCallCredentials() {}
        public ClarifaiCallCredentials(String apiKey) {}
    }""",
}


def _package(descriptor) -> str:
    return descriptor.file.GetOptions().java_package


def _type(field) -> str:
    """The Java type of one value of a field; empty for what is left out."""
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        is_bytes = field.type == FieldDescriptor.TYPE_BYTES
        return "com.google.protobuf.ByteString" if is_bytes else "String"
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        known = field.enum_type.name == "StatusCode"
        return f"{_package(field.enum_type)}.StatusCode" if known else ""
    if field.cpp_type == FieldDescriptor.CPPTYPE_MESSAGE:
        part = field.message_type
        return f"{_package(part)}.{part.name}" if part.name in PARTS else ""
    return SCALARS[field.cpp_type]


def _is_list(field) -> bool:
    return hasattr(field, "is_repeated") and field.is_repeated or (
        not hasattr(field, "is_repeated") and field.label == FieldDescriptor.LABEL_REPEATED
    )


def _getters(field, kind: str, name: str) -> Iterator[str]:
    if _is_list(field):
        boxed = BOXED.get(kind, kind)
        yield f"public java.util.List<{boxed}> get{name}List() {NOTHING}"
        yield f"public {kind} get{name}(int index) {NOTHING}"
        yield f"public int get{name}Count() {NOTHING}"
    else:
        yield f"public {kind} get{name}() {NOTHING}"
        if field.message_type:
            yield f"public boolean has{name}() {NOTHING}"


def _setters(field, kind: str, name: str) -> Iterator[str]:
    verb = "add" if _is_list(field) else "set"
    yield f"public Builder {verb}{name}({kind} value) {NOTHING}"
    if field.message_type:
        yield f"public Builder {verb}{name}({kind}.Builder value) {NOTHING}"
    if _is_list(field):
        boxed = BOXED.get(kind, kind)
        yield f"public Builder addAll{name}(Iterable<? extends {boxed}> values) {NOTHING}"


def _message(descriptor) -> str:
    own = descriptor.name
    getters: List[str] = []
    setters: List[str] = []
    for field in descriptor.fields:
        kind = _type(field)
        if kind:
            name = "".join(part[:1].upper() + part[1:] for part in field.name.split("_"))
            getters += _getters(field, kind, name)
            setters += _setters(field, kind, name)
    lines = [
        f"public final class {own} {{",
        f"public static Builder newBuilder() {NOTHING}",
        *getters,
        "public static final class Builder {",
        f"public {own} build() {NOTHING}",
        *setters,
        "} }",
    ]
    return "\n".join(lines)


def _stub(name: str, answer: str, takes_observer: bool) -> Iterator[str]:
    yield f"public static final class {name} {{"
    yield f"public {name} withCallCredentials(io.grpc.CallCredentials credentials) {NOTHING}"
    for method_name in METHODS:
        method = SERVICE.methods_by_name[method_name]
        asked, given = method.input_type.name, answer % method.output_type.name
        java_name = method_name[0].lower() + method_name[1:]
        if takes_observer:
            yield f"public void {java_name}({asked} request, {given} observer) {NOTHING}"
        else:
            yield f"public {given} {java_name}({asked} request) {NOTHING}"
    yield "}"


def _service() -> str:
    kinds = {
        "V2BlockingStub": ("newBlockingStub", "%s", False),
        "V2FutureStub": (
            "newFutureStub",
            "com.google.common.util.concurrent.ListenableFuture<%s>",
            False,
        ),
        "V2Stub": ("newStub", "io.grpc.stub.StreamObserver<%s>", True),
    }
    lines = ["public final class V2Grpc {"]
    for name, (maker, answer, takes_observer) in kinds.items():
        lines.append(f"public static {name} {maker}(io.grpc.Channel channel) {NOTHING}")
        lines += _stub(name, answer, takes_observer)
    return "\n".join([*lines, "}"])


def _messages() -> Iterator[object]:
    seen = set()
    waiting = []
    for name in METHODS:
        method = SERVICE.methods_by_name[name]
        waiting += [method.input_type, method.output_type]
    while waiting:
        message = waiting.pop()
        if message.full_name in seen:
            continue
        seen.add(message.full_name)
        yield message
        waiting += [
            field.message_type
            for field in message.fields
            if field.message_type and field.message_type.name in PARTS
        ]


def write(folder: Path) -> List[Path]:
    """Writes all classes as Java source below a folder; their files."""
    classes = dict(FIXED_CLASSES)
    for message in _messages():
        classes[f"{_package(message)}.{message.name}"] = _message(message)
    codes = status_code_pb2.DESCRIPTOR.enum_types_by_name["StatusCode"]
    names = ", ".join(value.name for value in codes.values)
    classes[f"{_package(codes)}.StatusCode"] = f"public enum StatusCode {{ {names} }}"
    classes[f"{_package(SERVICE)}.V2Grpc"] = _service()
    files = []
    for full_name, text in classes.items():
        package, _, name = full_name.rpartition(".")
        file = folder.joinpath(*package.split("."), f"{name}.java")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"package {package};\n{text}\n", encoding="utf-8")
        files.append(file)
    return files
