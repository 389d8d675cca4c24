// The request's builder is filled by one statement after another.
// contract: fix=safe
package com.example.statements;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

import java.util.List;

public class BuilderInStatements {
	private final String apiKey = System.getenv("CLARIFAI_API_KEY");

	public MultiOutputResponse look(List<String> urls) {
		V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
			.withCallCredentials(new ClarifaiCallCredentials(apiKey));
		PostModelOutputsRequest.Builder request = PostModelOutputsRequest.newBuilder();
		request.setModelId("moderation-recognition");
		for (String url : urls) {
			request.addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url))));
		}
		return stub.postModelOutputs(request.build());
	}
}
