package dev.amioperator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.amioperator.bench.CopyStarts.CopyCall;
import dev.amioperator.simulator.Caller;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.admin.AdminServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class SimulatorClientTest {
  private final SimulatedCloud cloud =
      SimulatedCloud.create(SimulatedClock.steppedFrom(Instant.parse("2026-01-01T00:00:00Z")));
  private final Ec2Client ec2 = cloud.ec2(Caller.of("123456789012"), "us-east-1");
  private AdminServer admin;
  private SimulatorClient client;

  @BeforeEach
  void start() throws IOException {
    admin = AdminServer.start(cloud, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = new SimulatorClient(admin.endpoint());
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  private void copy(int number) {
    ec2.copyImage(
        request ->
            request
                .clientToken(String.valueOf(number).repeat(64))
                .name("bench-" + number)
                .sourceRegion("eu-west-1")
                .sourceImageId(CopyManifests.sourceImageId(number))
                .tagSpecifications(
                    TagSpecification.builder()
                        .resourceType("image")
                        .tags(Tag.builder().key("k").value("v".repeat(250)).build())
                        .build()));
  }

  @Test
  void readsSourcesOfCopiesAndQuotaErrors() {
    CopyLoad load = new CopyLoad("snapshots=2", 2, 1, 300, 2, 8, false);
    client.seed(CopyManifests.seed(load));
    client.settings(load);
    copy(0);
    assertThatThrownBy(() -> copy(1))
        .isInstanceOf(Ec2Exception.class)
        .hasMessageContaining("snapshot");
    cloud.clock().step(load.copyDuration());
    copy(1);

    List<Ec2Call> calls = client.calls();
    assertThat(CopyStarts.of(calls, load.copyDuration()).byRegion().get("us-east-1"))
        .extracting(CopyCall::sourceImageId, CopyCall::refused)
        .containsExactly(
            tuple(CopyManifests.sourceImageId(0), false),
            tuple(CopyManifests.sourceImageId(1), true),
            tuple(CopyManifests.sourceImageId(1), false));
    assertThat(client.leftovers()).hasSize(6);
    assertThat(client.calls()).isEqualTo(calls);
  }

  @Test
  void relatesSimulatedToRealTime() {
    var time =
        new SimulatorClient.SimulatedTime(Instant.EPOCH, Instant.parse("2026-01-01T00:00:00Z"), 8);

    assertThat(time.at(Instant.EPOCH.plusSeconds(10)))
        .isEqualTo(Instant.parse("2026-01-01T00:01:20Z"));
    assertThat(time.simulated(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(8));
  }
}
