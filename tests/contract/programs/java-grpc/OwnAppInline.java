// The owner is written out at the call, and is the caller's own.
// contract: fix=safe
package com.example.inline;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class OwnAppInline {
    MultiOutputResponse clothes(String pat, String url) {
        var stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(pat));
        var owner = UserAppIDSet.newBuilder().setUserId("casey-w").setAppId("harbour-photos").build();
        return stub.postModelOutputs(PostModelOutputsRequest.newBuilder()
            .setModelId("apparel-recognition")
            .setUserAppId(owner)
            .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url))))
            .build());
    }
}
