// A workflow by a name that Clarifai's own has: fixed only if it is that one.
// contract: fix=unsafe
package com.example.workflow;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

public class WorkflowWithoutOwner {
    public static void main(String[] args) {
        V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
            .withCallCredentials(new ClarifaiCallCredentials(System.getenv("CLARIFAI_PAT")));
        PostWorkflowResultsResponse response = stub.postWorkflowResults(
            PostWorkflowResultsRequest.newBuilder()
                .setWorkflowId("Face-Sentiment")
                .addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(
                    Image.newBuilder().setUrl("https://samples.example.org/crowd.jpg"))))
                .build());
        System.out.println(response.getResults(0).getOutputs(0).getData().getConceptsList());
    }
}
