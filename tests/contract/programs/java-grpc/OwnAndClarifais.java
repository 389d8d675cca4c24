// One stub for a model of one's own and for one of Clarifai's.
// contract: fix=unsafe
package com.example.both;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class OwnAndClarifais {
    private static final V2Grpc.V2BlockingStub STUB = V2Grpc
        .newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
        .withCallCredentials(new ClarifaiCallCredentials(System.getenv("CLARIFAI_API_KEY")));

    static MultiOutputResponse boats(Input input) {
        return STUB.postModelOutputs(
            PostModelOutputsRequest.newBuilder().setModelId("boats").addInputs(input).build());
    }

    static MultiOutputResponse general(Input input) {
        return STUB.postModelOutputs(
            PostModelOutputsRequest.newBuilder().setModelId("general-image-recognition").addInputs(input).build());
    }
}
