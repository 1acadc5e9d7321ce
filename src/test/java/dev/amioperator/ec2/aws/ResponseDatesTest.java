package dev.amioperator.ec2.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.WireServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * The local clock compared with responses over the wire. SDKs correct such a clock in silence:
 * https://github.com/aws/aws-sdk-java-v2/issues/3842 and
 * https://aws.amazon.com/blogs/developer/clock-skew-correction/.
 */
class ResponseDatesTest {
  private final SimulatedCloud cloud = SimulatedCloud.create();
  private WireServer wire;

  @BeforeEach
  void serve() throws IOException {
    wire = WireServer.start(cloud, 0);
  }

  @AfterEach
  void stop() {
    wire.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT10M", "PT-10M", "PT8760H"})
  void measuresOffsetOfLocalClock(Duration ahead) {
    ResponseDates dates = new ResponseDates(() -> Instant.now().plus(ahead));
    try (Ec2Client ec2 = client(dates)) {
      assertThat(dates.lastMeasurement()).isEmpty();
      ec2.describeImages(request -> request.owners("self"));
    }

    assertThat(dates.lastMeasurement().orElseThrow().localAhead())
        .isBetween(ahead.minusSeconds(30), ahead.plusSeconds(30));
  }

  /** A failure may be a proxy's, with the date of the proxy. */
  @Test
  void ignoresFailedResponses() {
    ResponseDates dates = new ResponseDates(Instant::now);
    cloud.faults().refuse("DescribeImages", "InternalError", 1);
    try (Ec2Client ec2 = client(dates)) {
      ec2.describeImages(request -> request.owners("self"));
    } catch (SdkException expected) {
      assertThat(dates.lastMeasurement()).isEmpty();
      return;
    }
    throw new AssertionError("the call did not fail");
  }

  private Ec2Client client(ResponseDates dates) {
    return Ec2Client.builder()
        .endpointOverride(wire.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            c -> c.addExecutionInterceptor(dates).retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }
}
