// A key in a constant; the classes are imported one by one.
// contract: fix=safe
package com.example.pier;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.Concept;
import com.clarifai.grpc.api.Data;
import com.clarifai.grpc.api.Image;
import com.clarifai.grpc.api.Input;
import com.clarifai.grpc.api.MultiOutputResponse;
import com.clarifai.grpc.api.PostModelOutputsRequest;
import com.clarifai.grpc.api.V2Grpc;
import com.clarifai.grpc.api.status.StatusCode;

public class ConstantKey {
    private static final String API_KEY = "7d1f0c3a59e84b62a0c4d8e6f1b27a93";

    public static void main(String[] args) {
        V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(API_KEY));

        MultiOutputResponse response = stub.postModelOutputs(
            PostModelOutputsRequest.newBuilder()
                // The id of the general model.
                .setModelId("aaa03c23b3724a16a56b629203edc62c")
                .addInputs(
                    Input.newBuilder().setData(
                        Data.newBuilder().setImage(Image.newBuilder().setUrl("https://samples.example.org/pier.jpg"))
                    )
                )
                .build()
        );

        if (response.getStatus().getCode() != StatusCode.SUCCESS) {
            throw new RuntimeException("Request failed, status: " + response.getStatus());
        }
        for (Concept concept : response.getOutputs(0).getData().getConceptsList()) {
            System.out.printf("%12s: %,.2f%n", concept.getName(), concept.getValue());
        }
    }
}
