package dev.amioperator.ec2.aws;

import static dev.amioperator.ec2.aws.StubbedClients.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Page;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsRequest;
import software.amazon.awssdk.services.batch.model.DescribeComputeEnvironmentsResponse;

/** The images that compute environments of AWS Batch name. */
class ComputeEnvironmentReadsTest {
  private static final AccountRegion REGION = new AccountRegion("default", ACCOUNT, "eu-west-1");

  /** Batch user guide, "AMI selection order": the older imageId, then imageIdOverride. */
  @Test
  void findsImagesInBothFields() {
    ComputeEnvironmentDetail environment =
        ComputeEnvironmentDetail.builder()
            .computeResources(
                r ->
                    r.imageId("ami-1")
                        .ec2Configuration(
                            e -> e.imageIdOverride("ami-2"), e -> e.imageType("ECS_AL2023")))
            .build();

    assertThat(ComputeEnvironmentReads.images(environment)).containsExactly("ami-1", "ami-2", null);
    assertThat(ComputeEnvironmentReads.images(ComputeEnvironmentDetail.builder().build()))
        .isEmpty();
  }

  /** The service is proven missing by its host and by the SDK's list together. */
  @Test
  void believesInNoServiceOnlyIfHostAndSdkSaySo() {
    Ec2CallException noHost = failed(new UnknownHostException("batch.mars-1.amazonaws.com"));

    assertThat(ComputeEnvironmentReads.withoutService("mars-1", noHost)).isTrue();
    assertThat(ComputeEnvironmentReads.withoutService("eu-west-1", noHost)).isFalse();
    assertThat(ComputeEnvironmentReads.withoutService("mars-1", failed(null))).isFalse();
  }

  /** One environment a page: a token is followed to the end, as everywhere. */
  @Test
  void readsEveryPage() {
    var first = ComputeEnvironmentDetail.builder().computeResources(r -> r.imageId("ami-1"));
    var second = ComputeEnvironmentDetail.builder().computeResources(r -> r.imageId("ami-2"));
    ComputeEnvironmentReads reads =
        reads(
            request ->
                DescribeComputeEnvironmentsResponse.builder()
                    .computeEnvironments(
                        request.nextToken() == null ? first.build() : second.build())
                    .nextToken(request.nextToken() == null ? "next" : null)
                    .build());

    Page<ImageReference> page = reads.images(REGION, Optional.empty());
    assertThat(page.items()).extracting(ImageReference::imageId).containsExactly("ami-1");
    assertThat(page.nextToken()).contains("next");
    assertThat(reads.images(REGION, page.nextToken()))
        .satisfies(
            last -> {
              assertThat(last.items()).extracting(ImageReference::imageId).containsExactly("ami-2");
              assertThat(last.nextToken()).isEmpty();
            });
  }

  /** A disabled environment can be enabled again, an invalid one updated; a deleted one is gone. */
  @Test
  void countsEnvironmentUntilItIsDeleted() {
    ComputeEnvironmentReads reads =
        reads(
            request ->
                DescribeComputeEnvironmentsResponse.builder()
                    .computeEnvironments(
                        environment("DISABLED", CEStatus.VALID, "ami-1"),
                        environment("ENABLED", CEStatus.INVALID, "ami-2"),
                        environment("DISABLED", CEStatus.DELETING, "ami-3"),
                        environment("DISABLED", CEStatus.DELETED, "ami-4"))
                    .build());

    assertThat(reads.images(REGION, Optional.empty()).items())
        .extracting(ImageReference::imageId)
        .containsExactly("ami-1", "ami-2", "ami-3");
  }

  @Test
  void findsNothingWhereServiceIsMissing() {
    ComputeEnvironmentReads reads =
        reads(
            request -> {
              throw SdkClientException.create("no host", new UnknownHostException("batch"));
            });

    assertThat(reads.images(new AccountRegion("default", ACCOUNT, "mars-1"), Optional.empty()))
        .isEqualTo(new Page<>(List.of(), Optional.empty()));
    assertThatThrownBy(() -> reads.images(REGION, Optional.empty()))
        .isInstanceOf(Ec2CallException.class);
  }

  private static ComputeEnvironmentDetail environment(String state, CEStatus status, String image) {
    return ComputeEnvironmentDetail.builder()
        .state(state)
        .status(status)
        .computeResources(r -> r.imageId(image))
        .build();
  }

  private static ComputeEnvironmentReads reads(
      Function<DescribeComputeEnvironmentsRequest, DescribeComputeEnvironmentsResponse> answer) {
    return new ComputeEnvironmentReads(
        StubbedClients.caller(
            "batch",
            new BatchClient() {
              @Override
              public DescribeComputeEnvironmentsResponse describeComputeEnvironments(
                  DescribeComputeEnvironmentsRequest request) {
                return answer.apply(request);
              }

              @Override
              public String serviceName() {
                return SERVICE_NAME;
              }

              @Override
              public void close() {}
            }));
  }

  private static Ec2CallException failed(Throwable cause) {
    return new Ec2CallException(
        ErrorClass.TRANSIENT,
        "DescribeComputeEnvironments",
        "NoAnswer",
        "no response",
        cause == null ? null : new IllegalStateException(cause));
  }
}
