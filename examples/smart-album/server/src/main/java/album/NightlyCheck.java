package album;

import clarifai2.api.ClarifaiBuilder;
import clarifai2.api.ClarifaiClient;
import clarifai2.dto.input.ClarifaiInput;
import clarifai2.dto.model.output.ClarifaiOutput;
import clarifai2.dto.prediction.Concept;
import java.util.List;

/** Looks through the day's uploads for pictures that nobody wants to see. Not migrated. */
public class NightlyCheck {
    private final ClarifaiClient client =
        new ClarifaiBuilder(System.getenv("CLARIFAI_API_KEY")).buildSync();

    List<ClarifaiOutput<Concept>> check(String url) {
        return client.getDefaultModels()
            .moderationModel()
            .predict()
            .withInputs(ClarifaiInput.forImage(url))
            .executeSync()
            .get();
    }
}
