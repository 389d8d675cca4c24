// A stub that answers later; the key is passed to the constructor.
// contract: fix=safe
package com.example.later;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.Data;
import com.clarifai.grpc.api.Image;
import com.clarifai.grpc.api.Input;
import com.clarifai.grpc.api.MultiOutputResponse;
import com.clarifai.grpc.api.PostModelOutputsRequest;
import com.clarifai.grpc.api.UserAppIDSet;
import com.clarifai.grpc.api.V2Grpc;

import java.util.concurrent.Future;

public class FutureAnswer {
    private static final String FACES = "a403429f2ddf4b49b307e318f00e528b";

    private final V2Grpc.V2FutureStub stub;

    public FutureAnswer(String apiKey) {
        this.stub = V2Grpc.newFutureStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(apiKey));
    }

    public Future<MultiOutputResponse> faces(String url) {
        Data data = Data.newBuilder().setImage(Image.newBuilder().setUrl(url)).build();
        return stub.postModelOutputs(
            PostModelOutputsRequest.newBuilder()
                .setUserAppId(UserAppIDSet.newBuilder().setUserId("clarifai").setAppId("main"))
                .setModelId(FACES)
                .addInputs(Input.newBuilder().setData(data))
                .build());
    }

    public static void main(String[] args) throws Exception {
        FutureAnswer client = new FutureAnswer(System.getenv("CLARIFAI_PAT"));
        System.out.println(client.faces("https://samples.example.org/crew.jpg").get().getOutputs(0).getData());
    }
}
