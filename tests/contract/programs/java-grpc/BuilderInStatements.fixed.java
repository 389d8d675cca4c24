// The request's builder is filled by one statement after another.
// contract: fix=safe
package com.example.statements;

import com.clarifai.channel.ClarifaiChannel;
import com.clarifai.credentials.ClarifaiCallCredentials;
import com.clarifai.grpc.api.*;

import java.util.List;

public class BuilderInStatements {
	private final String pat = System.getenv("CLARIFAI_PAT");

	public MultiOutputResponse look(List<String> urls) {
		V2Grpc.V2BlockingStub stub = V2Grpc.newBlockingStub(ClarifaiChannel.INSTANCE.getGrpcChannel())
			.withCallCredentials(new ClarifaiCallCredentials(pat));
		PostModelOutputsRequest.Builder request = PostModelOutputsRequest.newBuilder().setUserAppId(UserAppIDSet.newBuilder().setUserId("clarifai").setAppId("main"));
		request.setModelId("moderation-recognition");
		for (String url : urls) {
			request.addInputs(Input.newBuilder().setData(Data.newBuilder().setImage(Image.newBuilder().setUrl(url))));
		}
		return stub.postModelOutputs(request.build());
	}
}
