// Two helpers: one makes the request, another one sends it.
// contract: fix=safe
package com.example.factory;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class RequestFactory {
    private final V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
        .withCallCredentials(new ClarifaiCallCredentials("7d1f0c3a59e84b62a0c4d8e6f1b27a93"));

    private PostModelOutputsRequest request(String url) {
        return PostModelOutputsRequest.newBuilder()
            .setModelId("texture-recognition")
            .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url))))
            .build();
    }

    private MultiOutputResponse send(PostModelOutputsRequest request) {
        MultiOutputResponse response = stub.postModelOutputs(request);
        if (response.getStatus().getCode() != com.clarifai.grpc.api.status.StatusCode.SUCCESS) {
            throw new IllegalStateException(response.getStatus().getDescription());
        }
        return response;
    }

    public float texture(String url) {
        return send(request(url)).getOutputs(0).getData().getConcepts(0).getValue();
    }
}
