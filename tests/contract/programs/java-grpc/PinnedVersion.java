// The version of the model is pinned, and stays so; the answer goes to an observer.
// contract: fix=safe
package com.example.pinned;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;
import io.grpc.stub.StreamObserver;

public class PinnedVersion {
    private static final String KEY = System.getenv("CLARIFAI_API_KEY");

    void look(String url, StreamObserver<MultiOutputResponse> observer) {
        V2Grpc.newStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(KEY))
            .postModelOutputs(
                PostModelOutputsRequest.newBuilder()
                    .setModelId("aaa03c23b3724a16a56b629203edc62c")
                    .setVersionId("aa7f35c01e0642fda5cf400f543e7c40")
                    .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url))))
                    .build(),
                observer);
    }
}
