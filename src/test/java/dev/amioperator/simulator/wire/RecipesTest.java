package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.state.Denial;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.imagebuilder.ImagebuilderClient;
import software.amazon.awssdk.services.imagebuilder.model.ContainerRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ImageRecipeSummary;
import software.amazon.awssdk.services.imagebuilder.model.ImagebuilderException;

/** Image Builder's recipes, in process and over the wire: its API reference. */
class RecipesTest {
  private static final Caller ME = Caller.of("123456789012");
  private static final String ARN = "arn:aws:imagebuilder:eu-west-1:123456789012:";
  private static final String CONTAINER = ARN + "container-recipe/web/1.0.0";

  private final SimulatedCloud cloud = SimulatedCloud.create();

  private ImagebuilderClient imageBuilder(boolean wired) {
    Seeds.SeedTarget mine = cloud.seeds().target("123456789012", "eu-west-1");
    mine.reference("ami-1", "imagebuilder:ImageRecipe", ARN + "image-recipe/one/1.0.0");
    mine.reference("ami-1", "imagebuilder:ImageRecipe", ARN + "image-recipe/two/1.0.0");
    mine.reference("ami-1", "imagebuilder:ContainerRecipe", CONTAINER);
    cloud
        .seeds()
        .target("111122223333", "eu-west-1")
        .reference("ami-1", "imagebuilder:ImageRecipe", ARN + "image-recipe/other/1.0.0");
    return wired
        ? ImagebuilderClient.builder()
            .httpClient(new FrontHttpClient(WireRequestHandler.of(cloud)))
            .endpointOverride(URI.create("http://localhost"))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ME.accessKeyId(), "secret")))
            .build()
        : cloud.imageBuilder(ME, "eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listsRecipesOfAccountInPages(boolean wired) {
    ImagebuilderClient client = imageBuilder(wired);

    assertThat(client.listImageRecipes(r -> r.maxResults(1)).imageRecipeSummaryList()).hasSize(1);
    assertThat(
            client
                .listImageRecipesPaginator(r -> r.maxResults(1))
                .imageRecipeSummaryList()
                .stream())
        .extracting(ImageRecipeSummary::name)
        .containsExactly("one", "two");
    assertThat(client.listContainerRecipes(r -> {}).containerRecipeSummaryList())
        .extracting(ContainerRecipeSummary::arn)
        .containsExactly(CONTAINER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void showsImageOfContainerRecipe(boolean wired) {
    ImagebuilderClient client = imageBuilder(wired);

    assertThat(
            client
                .getContainerRecipe(r -> r.containerRecipeArn(CONTAINER))
                .containerRecipe()
                .instanceConfiguration()
                .image())
        .isEqualTo("ami-1");
    assertRefused(
        "ResourceNotFoundException",
        () -> client.getContainerRecipe(r -> r.containerRecipeArn(CONTAINER + "0")));
    cloud.denials().add(Denial.of("imagebuilder:GetContainerRecipe").onResource(CONTAINER));
    assertRefused(
        "AccessDeniedException",
        () -> client.getContainerRecipe(r -> r.containerRecipeArn(CONTAINER)));
  }

  private static void assertRefused(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ImagebuilderException.class,
            refusal -> assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
