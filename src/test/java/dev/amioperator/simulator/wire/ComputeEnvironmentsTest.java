package dev.amioperator.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.Seeds;
import dev.amioperator.simulator.SimulatedCloud;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.Ec2Configuration;

/** AWS Batch API reference, DescribeComputeEnvironments, in process and over the wire. */
class ComputeEnvironmentsTest {
  private static final Caller ME = Caller.of("123456789012");
  private static final String IMAGE = "ami-0123456789abcdef1";
  private static final String TYPE = "batch:ComputeEnvironment";
  private static final String ARN =
      "arn:aws:batch:eu-west-1:123456789012:compute-environment/nightly";

  private final SimulatedCloud cloud = SimulatedCloud.create();

  private BatchClient batch(boolean wired) {
    Seeds.SeedTarget mine = cloud.seeds().target("123456789012", "eu-west-1");
    mine.reference(IMAGE, TYPE, ARN);
    mine.reference("ami-0123456789abcdef2", TYPE, ARN);
    mine.reference(IMAGE, TYPE, ARN + "-2");
    cloud.seeds().target("111122223333", "eu-west-1").reference(IMAGE, TYPE, ARN + "-theirs");
    return wired
        ? BatchClient.builder()
            .httpClient(new FrontHttpClient(WireRequestHandler.of(cloud)))
            .endpointOverride(URI.create("http://localhost"))
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ME.accessKeyId(), "secret")))
            .build()
        : cloud.batch(ME, "eu-west-1");
  }

  /** "imageIdOverride: the AMI ID used for instances launched in the compute environment". */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void describesImagesOfAccount(boolean wired) {
    BatchClient client = batch(wired);

    var all = client.describeComputeEnvironments().computeEnvironments();
    assertThat(all)
        .extracting(ComputeEnvironmentDetail::computeEnvironmentArn)
        .containsExactly(ARN, ARN + "-2");
    assertThat(all.getFirst().computeResources().ec2Configuration())
        .extracting(Ec2Configuration::imageIdOverride)
        .containsExactly(IMAGE, "ami-0123456789abcdef2");
  }

  /** "maxResults: This value can be between 1 and 100". */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void describesInPages(boolean wired) {
    BatchClient client = batch(wired);

    var page = client.describeComputeEnvironments(r -> r.maxResults(1));
    assertThat(page.computeEnvironments()).hasSize(1);
    assertThat(page.nextToken()).isNotNull();
    assertThat(
            client.describeComputeEnvironmentsPaginator(r -> r.maxResults(1)).computeEnvironments())
        .hasSize(2);
    assertThatThrownBy(() -> client.describeComputeEnvironments(r -> r.maxResults(101)))
        .isInstanceOf(BatchException.class)
        .hasMessageContaining("from 1 to 100");
  }

  /** EC2 user guide: the references are of instances, templates, parameters and recipes. */
  @Test
  void isNoImageReference() {
    batch(false);

    assertThat(
            cloud
                .ec2(ME, "eu-west-1")
                .describeImageReferences(r -> r.imageIds(IMAGE).includeAllResourceTypes(true))
                .imageReferences())
        .isEmpty();
  }
}
