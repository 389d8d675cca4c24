// The token is there already, the owner is missing.
// contract: fix=safe
package com.example.token;

import static com.clarifai.grpc.api.V2Grpc.newBlockingStub;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.Data;
import com.clarifai.grpc.api.Image;
import com.clarifai.grpc.api.Input;
import com.clarifai.grpc.api.MultiOutputResponse;
import com.clarifai.grpc.api.PostModelOutputsRequest;
import com.clarifai.grpc.api.V2Grpc.V2BlockingStub;

final class TokenWithoutOwner {
    private TokenWithoutOwner() {}

    static MultiOutputResponse embed(String url) {
        V2BlockingStub stub = newBlockingStub(ClarifaiChannel.INSTANCE.getInsecureGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(System.getenv("CLARIFAI_PAT")));
        Input.Builder input = Input.newBuilder();
        input.setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url).build()).build());
        return stub.postModelOutputs(
            PostModelOutputsRequest.newBuilder().setModelId("general-image-embedding").addInputs(input).build());
    }
}
