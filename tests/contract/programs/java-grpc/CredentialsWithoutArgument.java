// The client reads the variable of the key by itself.
// contract: fix=safe
package com.example.hull;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

class CredentialsWithoutArgument {
    private final V2Grpc.V2BlockingStub stub;

    CredentialsWithoutArgument() {
        stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getJsonChannel())
            .withCallCredentials(new ClarifaiCallCredentials());
    }

    MultiOutputResponse colours(byte[] picture) {
        Image image = Image.newBuilder().setBase64(com.google.protobuf.ByteString.copyFrom(picture)).build();
        return stub.postModelOutputs(PostModelOutputsRequest.newBuilder().setModelId("color-recognition").addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(image))).build());
    }
}
