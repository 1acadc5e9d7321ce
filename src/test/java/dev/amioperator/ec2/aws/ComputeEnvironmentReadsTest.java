package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;

/** The images that compute environments of AWS Batch name. */
class ComputeEnvironmentReadsTest {
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

  private static Ec2CallException failed(Throwable cause) {
    return new Ec2CallException(
        ErrorClass.TRANSIENT,
        "DescribeComputeEnvironments",
        "NoAnswer",
        "no response",
        cause == null ? null : new IllegalStateException(cause));
  }
}
