// The key from the environment, all classes imported at once.
// contract: fix=safe
package com.example.plate;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class EnvironmentKey {
    public static void main(String[] args) {
        String pat = System.getenv("CLARIFAI_PAT");
        var stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
                .withCallCredentials(new ClarifaiCallCredentials(pat));
        var image = Image.newBuilder().setUrl("https://samples.example.org/plate.jpg");
        var request = PostModelOutputsRequest.newBuilder()
                .setUserAppId(UserAppIDSet.newBuilder().setUserId("clarifai").setAppId("main"))
                .setModelId("food-item-recognition")
                .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(image)))
                .build();
        for (Concept concept : stub.postModelOutputs(request).getOutputs(0).getData().getConceptsList()) {
            System.out.println(concept.getName());
        }
    }
}
