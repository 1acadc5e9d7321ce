package dev.amioperator.simulator.conformance;

import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Every conformance case, on the SDK's own client at the other end of a socket. */
class ConformanceOverTheWireTest {
  private static final SdkHttpClient HTTP = Apache5HttpClient.create();

  @AfterAll
  static void close() {
    HTTP.close();
  }

  @TestFactory
  Stream<DynamicTest> overTheWire() {
    return ConformanceSuite.cases()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> run(each)));
  }

  private static void run(ConformanceCase each) {
    SimulatedCloud cloud =
        SimulatedCloud.create(SimulatedClock.steppedFrom(ConformanceEnvironment.START));
    Map<String, Ec2Client> clients = new HashMap<>();
    try (WireServer server = WireServer.start(cloud, 0)) {
      ConformanceEnvironment stage =
          new ConformanceEnvironment(
              cloud,
              (caller, region) ->
                  clients.computeIfAbsent(
                      caller.accessKeyId() + region, key -> client(server, caller, region)));
      each.check().run(stage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      clients.values().forEach(Ec2Client::close);
    }
  }

  private static Ec2Client client(WireServer server, Caller caller, String region) {
    return Ec2Client.builder()
        .httpClient(HTTP)
        .endpointOverride(server.endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(caller.accessKeyId(), "secret")))
        .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }
}
