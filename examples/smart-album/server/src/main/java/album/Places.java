package album;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.Data;
import com.clarifai.grpc.api.Image;
import com.clarifai.grpc.api.Input;
import com.clarifai.grpc.api.MultiOutputResponse;
import com.clarifai.grpc.api.PostModelOutputsRequest;
import com.clarifai.grpc.api.UserAppIDSet;
import com.clarifai.grpc.api.V2Grpc;

/** Names the place of a picture. Migrated as it should be, but the model is gone since. */
public class Places {
    private static final String PAT = System.getenv("CLARIFAI_PAT");

    private final V2Grpc.V2BlockingStub stub =
        V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(PAT));

    MultiOutputResponse places(String url) {
        Image image = Image.newBuilder().setUrl(url).build();
        return stub.postModelOutputs(
            PostModelOutputsRequest.newBuilder()
                .setUserAppId(UserAppIDSet.newBuilder().setUserId("clarifai").setAppId("main"))
                .setModelId("travel-recognition")
                .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(image)))
                .build());
    }
}
