package dev.amioperator.simulator.wire;

import dev.amioperator.simulator.InstanceSeed;
import dev.amioperator.simulator.SimulatedClock;
import dev.amioperator.simulator.SimulatedCloud;
import dev.amioperator.simulator.admin.SeedDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that shares nothing with the SDK whose metadata the wire codec reads. */
class Boto3IT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image_life.py",
        "around_images.py",
        "beside_ec2.py",
        "instance_types.py",
        "network_defaults.py",
        "ssm_parameters.py",
        "instance_details.py"
      })
  void passesBoto3Scripts(String script) throws Exception {
    SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(3600));
    cloud.seeds().role("111122223333", "images", "secret", "123456789012");
    String instance =
        cloud.seeds().target("123456789012", "eu-west-1").instance(InstanceSeed.small());

    try (WireServer server = WireServer.start(cloud, 0)) {
      PythonProcess.run(
          script,
          Map.of("AWS_ENDPOINT_URL", server.endpoint().toString(), "INSTANCE_ID", instance));
    }
  }

  @Test
  void limitsRolesAndUsersByPolicies() throws Exception {
    SimulatedCloud cloud = SimulatedCloud.create(SimulatedClock.accelerated(60));
    String seed = Files.readString(Path.of("src", "test", "resources", "seeds", "policies.yaml"));
    SeedDocument.parse(seed, Instant.EPOCH).load(cloud);
    String instance =
        cloud.seeds().target("123456789012", "eu-west-1").instance(InstanceSeed.small());

    try (WireServer server = WireServer.start(cloud, 0)) {
      PythonProcess.run(
          "iam_policies.py",
          Map.of("AWS_ENDPOINT_URL", server.endpoint().toString(), "INSTANCE_ID", instance));
    }
  }
}
