// Asks for a model's description; the classes are named in full.
// contract: fix=safe
package com.example.description;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.V2Grpc;

public class ModelDescription {
    public String name() {
        V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(System.getenv("CLARIFAI_API_KEY")));
        com.clarifai.grpc.api.GetModelRequest request = com.clarifai.grpc.api.GetModelRequest.newBuilder()
            .setModelId("general-image-recognition")
            .build();
        return stub.getModel(request).getModel().getName();
    }
}
