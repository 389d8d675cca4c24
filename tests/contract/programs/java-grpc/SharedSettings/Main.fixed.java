// Key and model are constants of another class.
// contract: fix=safe
package com.example.settings;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class Main {
    public static void main(String[] args) {
        var credentials = new ClarifaiCallCredentials(Settings.CLARIFAI_KEY);
        var stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel()).withCallCredentials(credentials);
        var answer = stub.postModelOutputs(PostModelOutputsRequest.newBuilder()
            .setUserAppId(UserAppIDSet.newBuilder().setUserId("clarifai").setAppId("main"))
            .setModelId(Settings.NSFW)
            .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(
                Image.newBuilder().setUrl("https://samples.example.org/beach.jpg"))))
            .build());
        System.out.println(answer.getOutputs(0).getData().getConcepts(0).getValue());
    }
}
